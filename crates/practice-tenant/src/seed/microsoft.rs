//! Microsoft's own service principals, as they lie in every tenant: sixty,
//! without the tag of enterprise applications.

use uuid::Uuid;

/// The tenant that owns them.
pub(super) const MICROSOFT_TENANT: Uuid = Uuid::from_u128(0xf8cdef31_a31e_4b4a_93e4_5f571e91255a);

/// Name and application id; without an id it gets an invented one.
pub(super) const FIRST_PARTY: [(&str, Option<u128>); 60] = [
    (
        "Microsoft Graph",
        Some(0x00000003_0000_0000_c000_000000000000),
    ),
    (
        "Microsoft Graph Command Line Tools",
        Some(0x14d82eec_204b_4c2f_b7e8_296a70dab67e),
    ),
    (
        "Microsoft Azure CLI",
        Some(0x04b07795_8ddb_461a_bbee_02f9e1bf7b46),
    ),
    (
        "Windows Azure Service Management API",
        Some(0x797f4846_ba00_4fd7_ba43_dac1f8f63013),
    ),
    (
        "Windows Azure Active Directory",
        Some(0x00000002_0000_0000_c000_000000000000),
    ),
    (
        "Office 365 Exchange Online",
        Some(0x00000002_0000_0ff1_ce00_000000000000),
    ),
    (
        "Office 365 SharePoint Online",
        Some(0x00000003_0000_0ff1_ce00_000000000000),
    ),
    (
        "Skype for Business Online",
        Some(0x00000004_0000_0ff1_ce00_000000000000),
    ),
    (
        "Office 365 Management APIs",
        Some(0xc5393580_f805_4401_95e8_94b7a6ef2fc2),
    ),
    (
        "Microsoft Teams Services",
        Some(0xcc15fd57_2c6c_4117_a88c_83b1d56b4bbe),
    ),
    (
        "Azure Key Vault",
        Some(0xcfa8b339_82a2_471a_a3c9_0fc0be7a4093),
    ),
    ("Azure Portal", Some(0xc44b4083_3bb0_49c1_b47d_974e53cbdf3c)),
    ("My Apps", Some(0x2793995e_0a7d_40d7_bd35_6968ba142197)),
    (
        "Microsoft Approval Management",
        Some(0x65d91a3d_ab74_42e6_8a2f_0add61688c74),
    ),
    (
        "Microsoft Office",
        Some(0xd3590ed6_52b3_4102_aeff_aad2292ab01c),
    ),
    (
        "Microsoft Teams",
        Some(0x1fec8e78_bce4_4aaf_ab1b_5451cc387264),
    ),
    (
        "Microsoft Authentication Broker",
        Some(0x29d9ed98_a469_4536_ade2_f981bc1d605e),
    ),
    (
        "Microsoft Azure PowerShell",
        Some(0x1950a258_227b_4e31_a9cf_717495945fc2),
    ),
    (
        "Microsoft Intune API",
        Some(0xc161e42e_d4df_4a3d_9b42_e7a3c31f59d4),
    ),
    (
        "Microsoft Rights Management Services",
        Some(0x00000012_0000_0000_c000_000000000000),
    ),
    (
        "Power BI Service",
        Some(0x00000009_0000_0000_c000_000000000000),
    ),
    ("Dataverse", Some(0x00000007_0000_0000_c000_000000000000)),
    (
        "Microsoft B2B Admin Worker",
        Some(0x1e2ca66a_c176_45ea_a877_e87f7231e0ee),
    ),
    (
        "Microsoft Invitation Acceptance Portal",
        Some(0x4660504c_45b3_4674_a709_71951a6b0763),
    ),
    (
        "Device Registration Service",
        Some(0x01cb2876_7ebd_4aa4_9cc9_d28bd4d359a9),
    ),
    ("Microsoft Device Management Checkin", None),
    ("Microsoft Mobile Application Management", None),
    ("Microsoft Information Protection API", None),
    ("Microsoft People Cards Service", None),
    ("Microsoft Exchange Online Protection", None),
    ("Microsoft Forms", None),
    ("Microsoft Planner", None),
    ("Microsoft Stream Service", None),
    ("Microsoft To-Do", None),
    ("Microsoft Whiteboard Services", None),
    ("Microsoft Substrate Management", None),
    ("Microsoft Password Reset Service", None),
    ("Microsoft Policy Administration Service", None),
    ("Microsoft Service Trust", None),
    ("Microsoft Workplace Search Service", None),
    ("Microsoft Profile Photo Service", None),
    ("Microsoft Command Service", None),
    ("Microsoft Visio Data Visualizer", None),
    ("Azure AD Identity Governance - Directory Management", None),
    ("Azure AD Identity Protection", None),
    ("Azure AD Notification", None),
    ("Azure Multi-Factor Auth Client", None),
    ("Azure Resource Graph", None),
    ("Azure Storage", None),
    ("Azure SQL Database", None),
    ("Azure Monitor Control Service", None),
    ("Conferencing Virtual Assistant", None),
    ("Connectors", None),
    ("Customer Experience Platform PROD", None),
    ("Groupies Web Service", None),
    ("O365 Demeter", None),
    ("OfficeDelve", None),
    ("Signup", None),
    ("Viva Engage", None),
    ("WindowsDefenderATP", None),
];
