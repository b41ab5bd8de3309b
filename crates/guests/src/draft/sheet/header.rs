//! What a column means, by its name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the cells of a column say of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Meaning {
    /// The address to invite.
    Address,
    /// Display name of a new guest.
    DisplayName,
    /// First name; becomes the display name with the last name.
    FirstName,
    /// Last name; becomes the display name with the first name.
    LastName,
    /// Where the guest lands after redemption.
    RedirectUrl,
    /// Whether Microsoft mails the guest.
    SendMail,
    /// The customised text of the mail.
    Message,
    /// Language of Microsoft's own words.
    Language,
    /// The one Cc recipient.
    Cc,
    /// Groups, by display name or id.
    Groups,
    /// Applications, by display name or id, each with a role behind a colon where one is wanted.
    Applications,
}

impl Meaning {
    /// All of them, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[
        Self::Address,
        Self::DisplayName,
        Self::FirstName,
        Self::LastName,
        Self::RedirectUrl,
        Self::SendMail,
        Self::Message,
        Self::Language,
        Self::Cc,
        Self::Groups,
        Self::Applications,
    ];

    /// True where several columns may mean the same: their cells are taken together.
    pub fn takes_several_columns(self) -> bool {
        matches!(self, Self::Groups | Self::Applications)
    }

    /// The name under which the column is known beyond doubt; where the portal's template has the
    /// column, its own property name.
    pub fn property(self) -> &'static str {
        match self {
            Self::Address => "inviteeEmail",
            Self::DisplayName => "inviteeName",
            Self::FirstName => "givenName",
            Self::LastName => "surname",
            Self::RedirectUrl => "inviteRedirectURL",
            Self::SendMail => "sendEmail",
            Self::Message => "customizedMessageBody",
            Self::Language => "messageLanguage",
            Self::Cc => "ccRecipients",
            Self::Groups => "groups",
            Self::Applications => "applications",
        }
    }
}

/// The property of a column that the person wants to be left alone.
pub(super) const LEFT_ALONE: &str = "none";

/// Names of columns by [`key`], with what they mean.
///
/// Sources: the bulk invite template of the Microsoft Entra admin center ("Tutorial: Bulk invite
/// B2B collaboration users"); the parameters of New-MgInvitation and the properties of Graph's
/// resource type invitation; CIPP's bulk invite; the exports of Outlook and Google Contacts; and
/// what such columns are called in English, German, French and Spanish lists.
#[rustfmt::skip]
const NAMES: &[(Meaning, &[&str])] = &[
    (Meaning::Address, &[
        "inviteeemail", "emailaddresstoinvite", "inviteduseremailaddress", "email", "emails",
        "emailaddress", "emailadress", "emailid", "mail", "mailaddress", "guestemail",
        "guestemailaddress", "guestmail", "useremail", "inviteemail", "workemail", "businessemail",
        "companyemail", "primaryemail", "contactemail", "externalemail", "externalemailaddress",
        "smtpaddress", "primarysmtpaddress", "email1", "email1value", "signinemail",
        "emailadresse", "mailadresse", "gastemail", "geschaftlicheemail",
        "courriel", "adresseemail", "adressemail", "adressedecourriel", "adressecourriel",
        "adresseelectronique", "courrierelectronique",
        "correo", "correoelectronico", "direcciondecorreo", "direcciondecorreoelectronico",
    ]),
    (Meaning::DisplayName, &[
        "inviteename", "nameofinvitee", "inviteduserdisplayname", "displayname", "name",
        "fullname", "guestname", "contactname", "person",
        "anzeigename", "vollstandigername", "nomcomplet", "nomaffiche", "nomdaffichage",
        "nombrecompleto", "nombreparamostrar",
    ]),
    (Meaning::FirstName, &[
        "firstname", "givenname", "forename", "vorname", "prenom", "nombre", "nombredepila",
    ]),
    (Meaning::LastName, &[
        "lastname", "surname", "familyname", "nachname", "familienname", "nom", "nomdefamille",
        "apellido", "apellidos",
    ]),
    (Meaning::RedirectUrl, &[
        "inviteredirecturl", "redirectionurl", "redirecturl", "redirecturi", "inviteredirecturi",
        "redirect", "redirectlink", "landingpage", "weiterleitungsurl", "umleitungsurl",
        "urlderedirection", "urlderedireccion",
    ]),
    (Meaning::SendMail, &[
        "sendemail", "sendmail", "sendinvitationmessage", "sendinvitemessage", "sendinvitation",
        "sendinvite", "sendinvitationemail", "einladungsenden", "emailsenden", "mailsenden",
        "envoyerinvitation", "envoyerlinvitation", "envoyeremail", "enviarinvitacion",
        "enviarcorreo",
    ]),
    (Meaning::Message, &[
        "customizedmessagebody", "customizedinvitationmessage", "custommessage",
        "custominvitationmessage", "customizedmessage", "message", "messagebody", "body",
        "invitationmessage", "personalmessage", "nachricht", "einladungstext",
        "messagepersonnalise", "mensaje", "mensajepersonalizado",
    ]),
    (Meaning::Language, &[
        "messagelanguage", "language", "preferredlanguage", "locale", "sprache", "langue", "idioma",
    ]),
    (Meaning::Cc, &[
        "ccrecipients", "ccrecipient", "cc", "ccemail", "ccaddress", "kopiean", "copie", "copia",
    ]),
    (Meaning::Groups, &[
        "groups", "group", "groupname", "groupnames", "groupid", "groupids", "addtogroup",
        "addtogroups", "memberof", "groupmemberships", "gruppe", "gruppen", "groupe", "groupes",
        "grupo", "grupos",
    ]),
    (Meaning::Applications, &[
        "applications", "application", "app", "apps", "appname", "appnames", "applicationname",
        "applicationnames", "enterpriseapplication", "enterpriseapplications", "anwendung",
        "anwendungen", "unternehmensanwendung", "aplicacion", "aplicaciones",
    ]),
];

/// Names of columns that hold a sign-in name: the address is taken from there only where no other
/// column has it.
const SIGN_IN_NAMES: &[&str] = &[
    "userprincipalname",
    "upn",
    "signinname",
    "username",
    "memberobjectidorupn",
];

/// What a column's name says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// It means this.
    As(Meaning),
    /// It may stand in for the address.
    SignInName,
    /// It is to be left alone.
    LeftAlone,
    /// Nothing that is known.
    Unknown,
}

/// What a column's name says of it.
pub(super) fn named(header: &str) -> Named {
    let (key, bare) = key(header);
    // Of a path such as `invitedUserMessageInfo.customizedMessageBody`, the end counts.
    let end = bare.rsplit(['.', '/']).next().unwrap_or_default();
    if key == LEFT_ALONE {
        return Named::LeftAlone;
    }
    for key in [key, letters(end)] {
        if let Some((meaning, _)) = NAMES.iter().find(|(_, names)| names.contains(&&*key)) {
            return Named::As(*meaning);
        }
        if SIGN_IN_NAMES.contains(&&*key) {
            return Named::SignInName;
        }
    }
    Named::Unknown
}

/// True for the address column of a name such as `Name` that German and French lists use for the
/// last name beside the first.
pub(super) fn is_plain_name(header: &str) -> bool {
    key(header).0 == "name"
}

/// What is compared of a column's name, and what that was made of: the property in square brackets
/// where there is one, without `Required`, stars and what stands in round brackets.
fn key(header: &str) -> (String, String) {
    let property = header
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(property, _)| property.trim())
        .filter(|property| !property.is_empty());
    let bare = property.map_or_else(|| without_brackets(header), str::to_owned);
    let mut key = letters(&bare);
    if let Some(name) = key.strip_suffix("required")
        && !name.is_empty()
    {
        key.truncate(name.len());
    }
    (key, bare)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Letters and digits in lower case, without marks such as the two dots of an ä.
fn letters(text: &str) -> String {
    text.nfkd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_and_spelling() {
        for (meaning, names) in [
            (
                Meaning::Address,
                &[
                    "Email",
                    "E-mail",
                    "E-MAIL ADDRESS",
                    "Email address",
                    "Email address to invite [inviteeEmail] Required",
                    "InvitedUserEmailAddress",
                    "inviteeEmail",
                    "mail",
                    "Email*",
                    "E-mail 1 - Value",
                    "E-Mail-Adresse",
                    "Courriel",
                    "Correo electrónico",
                ][..],
            ),
            (
                Meaning::DisplayName,
                &[
                    "Name",
                    "displayName",
                    "Name of invitee [inviteeName]",
                    "Vollständiger Name",
                ],
            ),
            (Meaning::FirstName, &["First Name", "givenName", "Prénom"]),
            (Meaning::LastName, &["Last name", "Surname", "Nachname"]),
            (
                Meaning::RedirectUrl,
                &[
                    "inviteRedirectURL",
                    "Redirection url [inviteRedirectURL] Required",
                    "redirectUri",
                ],
            ),
            (
                Meaning::SendMail,
                &[
                    "sendEmail",
                    "Send invitation message (true or false) [sendEmail]",
                    "Send invitation message (true or false)",
                ],
            ),
            (
                Meaning::Message,
                &[
                    "customizedMessageBody",
                    "Customized invitation message [customizedMessageBody]",
                    "invitedUserMessageInfo.customizedMessageBody",
                    "Nachricht",
                ],
            ),
            (
                Meaning::Language,
                &["Language", "messageLanguage", "Sprache"],
            ),
            (Meaning::Cc, &["Cc", "CC recipient", "ccRecipients"]),
            (Meaning::Groups, &["Groups", "Group name", "Gruppen"]),
            (
                Meaning::Applications,
                &["Applications", "App", "Enterprise application"],
            ),
        ] {
            for name in names {
                assert_eq!(named(name), Named::As(meaning), "{name}");
            }
        }
        assert_eq!(named("UserPrincipalName"), Named::SignInName);
        for unknown in [
            "",
            "Phone",
            "Manager email",
            "Required",
            "()",
            "[]",
            "Reason",
            "Line",
        ] {
            assert_eq!(named(unknown), Named::Unknown, "{unknown}");
        }
    }

    #[test]
    fn a_property_in_brackets_is_beyond_doubt() {
        for meaning in Meaning::ALL {
            let header = format!("Message of the group [{}]", meaning.property());
            assert_eq!(named(&header), Named::As(*meaning));
        }
        assert_eq!(named("Email [none]"), Named::LeftAlone);
    }

    #[test]
    fn no_name_has_two_meanings() {
        let mut names: Vec<_> = NAMES.iter().flat_map(|(_, names)| *names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| letters(name) == **name));
    }
}
