//! HTTPS by a certificate authority of the tenant's own.
//!
//! The authority lives in the folder of `--tls-dir` (`ca.pem` may be given
//! away, `ca-key.pem` and `server-key.pem` are for their owner's eyes) and is
//! never installed anywhere. The server's certificate is made anew at each
//! start, so it cannot expire on a disk.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use crate::site::{GRAPH_HOST, LOGIN_HOST};

/// HTTPS could not be set up.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file in the folder.
    #[error("{} cannot be used: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A key or certificate.
    #[error("the certificate authority in {} cannot be used: {source}", dir.display())]
    Certificate {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: rcgen::Error,
    },
    /// The TLS library refused what was made.
    #[error("the server's certificate was refused: {0}")]
    Refused(#[from] rustls::Error),
}

/// What the listener needs.
#[derive(Debug)]
pub(crate) struct Tls {
    /// The authority's certificate, to be trusted by clients.
    pub(crate) ca: PathBuf,
    pub(crate) config: Arc<ServerConfig>,
}

impl Tls {
    /// Makes or reuses the authority in `dir`.
    pub(crate) fn open(dir: &Path) -> Result<Self, TlsError> {
        let file = |path: &Path| {
            let path = path.to_owned();
            move |source| TlsError::File { path, source }
        };
        fs::create_dir_all(dir).map_err(file(dir))?;
        let dir = dir.canonicalize().map_err(file(dir))?;
        let certificate = |source| TlsError::Certificate {
            dir: dir.clone(),
            source,
        };

        let ca_key = KeyPair::from_pem(&make_once(&dir.join("ca-key.pem"), new_key)?)
            .map_err(certificate)?;
        let ca = dir.join("ca.pem");
        let ca_pem = make_once(&ca, || Ok(authority()?.self_signed(&ca_key)?.pem()))?;
        let server_key = KeyPair::from_pem(&make_once(&dir.join("server-key.pem"), new_key)?)
            .map_err(certificate)?;

        let issuer = Issuer::from_ca_cert_pem(&ca_pem, &ca_key).map_err(certificate)?;
        let server = server()
            .and_then(|params| params.signed_by(&server_key, &issuer))
            .map_err(certificate)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(
            rustls::crypto::aws_lc_rs::default_provider(),
        ))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![server.der().clone()],
            PrivatePkcs8KeyDer::from(server_key.serialize_der()).into(),
        )?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            ca,
            config: Arc::new(config),
        })
    }
}

fn new_key() -> Result<String, rcgen::Error> {
    Ok(KeyPair::generate()?.serialize_pem())
}

fn authority() -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name = name("Practice tenant certificate authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    valid_for(&mut params, Duration::days(3650));
    Ok(params)
}

fn server() -> Result<CertificateParams, rcgen::Error> {
    let names = ["localhost", "127.0.0.1", "::1", LOGIN_HOST, GRAPH_HOST].map(str::to_owned);
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = name("Practice tenant");
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    // Apple's systems refuse server certificates of more than 398 days.
    valid_for(&mut params, Duration::days(397));
    Ok(params)
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

fn valid_for(params: &mut CertificateParams, length: Duration) {
    let begin = OffsetDateTime::now_utc() - Duration::days(1);
    params.not_before = begin;
    params.not_after = begin + length;
}

/// Reads the file, or makes it, readable by its owner only. Of two programs
/// that make it at once, one wins and both use its file.
fn make_once(
    path: &Path,
    make: impl FnOnce() -> Result<String, rcgen::Error>,
) -> Result<String, TlsError> {
    let file = |source| TlsError::File {
        path: path.to_owned(),
        source,
    };
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        read => return read.map_err(file),
    }
    let dir = path.parent().unwrap_or(path);
    let text = make().map_err(|source| TlsError::Certificate {
        dir: dir.to_owned(),
        source,
    })?;
    let mut made = tempfile::NamedTempFile::new_in(dir).map_err(file)?;
    made.write_all(text.as_bytes()).map_err(file)?;
    made.as_file().sync_all().map_err(file)?;
    match made.persist_noclobber(path) {
        Err(lost) if lost.error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(file(lost.error))
        }
        _ => fs::read_to_string(path).map_err(file),
    }
}
