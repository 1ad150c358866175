//! A private authority, and certificates by it for every server of an installation.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Datelike, Duration, Utc};
use local_stack::{write_once, write_private};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// Who answers with a certificate, and under which further names `deploy/` reaches them.
const SERVERS: [(&str, &[&str]); 3] =
    [("nats", &["nats-1", "nats-2", "nats-3"]), ("postgres", &[]), ("rabbitmq", &[])];
const AUTHORITY_YEARS: i64 = 10;
/// The alert for a certificate's age comes 30 days before the end.
const SERVER_DAYS: i64 = 398;

/// Makes the authority if there is none, and the certificates that are missing or to be renewed.
pub fn make(folder: &Path, renew: bool) -> Result<()> {
    let (certificate, key) = (folder.join("ca.pem"), folder.join("ca-key.pem"));
    if !key.exists() {
        let pair = KeyPair::generate()?;
        let own = authority()?.self_signed(&pair)?;
        write_once(&certificate, &own.pem())?;
        write_once(&key, &pair.serialize_pem())?;
    }
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let pair = KeyPair::from_pem(&read(&key)?).context("ca-key.pem is no key")?;
    let issuer = Issuer::from_ca_cert_pem(&read(&certificate)?, pair)?;
    for (server, others) in SERVERS {
        let (certificate, key) =
            (folder.join(format!("{server}.pem")), folder.join(format!("{server}-key.pem")));
        if renew || !certificate.exists() || !key.exists() {
            let pair = KeyPair::generate()?;
            let signed = of_server(server, others)?.signed_by(&pair, &issuer)?;
            write_private(&key, &pair.serialize_pem())?;
            write_private(&certificate, &signed.pem())?;
        }
    }
    Ok(())
}

fn authority() -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name.push(DnType::CommonName, "EMS private authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid_for(&mut params, Duration::days(AUTHORITY_YEARS * 365));
    Ok(params)
}

fn of_server(server: &str, others: &[&str]) -> Result<CertificateParams> {
    let names = [server, "localhost", "127.0.0.1"].into_iter().chain(others.iter().copied());
    let mut params = CertificateParams::new(names.map(str::to_owned).collect::<Vec<_>>())?;
    params.distinguished_name.push(DnType::CommonName, server);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    // NATS servers are clients of each other.
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    valid_for(&mut params, Duration::days(SERVER_DAYS));
    Ok(params)
}

/// From yesterday on, since clocks differ.
fn valid_for(params: &mut CertificateParams, time: Duration) {
    let at = |day: chrono::NaiveDate| {
        // Months and days are small numbers.
        date_time_ymd(day.year(), day.month() as u8, day.day() as u8)
    };
    let today = Utc::now().date_naive();
    params.not_before = at(today - Duration::days(1));
    params.not_after = at(today + time);
}
