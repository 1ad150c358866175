//! TLS on every hop: the certificates that `ems deploy secrets` makes, and nobody without them.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use async_nats::rustls;
use domain::permissions::LogUser;
use lapin::tcp::OwnedTLSConfig;
use lapin::{Connection, ConnectionProperties};
use local_stack::PrivateServers;

use crate::support::{Place, Role, eventually};

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn roles_work_over_encrypted_connections_and_trust_no_other_authority() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (secrets, others) = (folder.path().join("secrets"), folder.path().join("others"));
    make_secrets(&secrets);
    make_secrets(&others);
    let servers = PrivateServers::start_encrypted(&secrets).await.expect("the servers start");
    let place = Place::on(&servers);
    let settings = encrypted(&place, &servers, &secrets.join("ca.pem"));
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    migrate(&place, &servers, &secrets);

    for role in ["ingest-bridge", "projections"] {
        let settings = for_role(role, &settings);
        let running = Role::start(role, role, &place, folder.path(), &settings);
        eventually(PATIENCE, "the role is ready", || async {
            match running.readiness().await? {
                (true, _) => Ok(()),
                (false, out) => Err(format!("{role} waits for {out:?}\n{}", running.log())),
            }
        })
        .await;

        let strange = others.join("ca.pem").display().to_string();
        let mut distrustful = settings.clone();
        distrustful.push(("EMS_CA_FILE", &strange));
        let name = format!("{role}-elsewhere");
        let refused = Role::start(role, &name, &place, folder.path(), &distrustful);
        eventually(PATIENCE, "a foreign authority is not believed", || async {
            let log = refused.log();
            match log.contains("NATS: ") && log.to_lowercase().contains("cert") {
                true => Ok(()),
                false => Err(log),
            }
        })
        .await;
        let (ready, out) = refused.readiness().await.expect("it says how it is");
        assert!(!ready && out.contains(&"nats".to_owned()), "{role}: {out:?}");
    }
    amqps_is_refused_without_the_authority(&servers).await;
}

/// The roles themselves have shown that it works with it.
async fn amqps_is_refused_without_the_authority(servers: &PrivateServers) {
    // As the program does at its start; another test may have done it.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    let port = servers.rabbit.encrypted_port().expect("an encrypted port");
    let url = servers.rabbit.url().replacen("amqp://", "amqps://", 1);
    let url = at_port(&url, port);
    let runtime = lapin::runtime::default_runtime().expect("a runtime");
    let (properties, tls) = (ConnectionProperties::default(), OwnedTLSConfig::default());
    let connected = Connection::connect_with_config(&url, properties, tls, runtime);
    let outcome = tokio::time::timeout(PATIENCE, connected).await.expect("an answer in time");
    assert!(outcome.is_err(), "nobody vouches for this certificate");
}

fn encrypted(
    place: &Place,
    servers: &PrivateServers,
    authority: &Path,
) -> Vec<(&'static str, String)> {
    let database =
        |url: &str| format!("{url}?sslmode=verify-full&sslrootcert={}", authority.display());
    let port = servers.rabbit.encrypted_port().expect("an encrypted port");
    let bridge = place.settings_of("ingest-bridge");
    let amqp = bridge.iter().find(|(name, _)| name == "EMS_AMQP_URL").expect("its address");
    let projections = place.settings_of("projections");
    let own = projections.iter().find(|(name, _)| name == "EMS_DATABASE_URL").expect("an address");
    vec![
        ("EMS_NATS_URL", place.bare_nats_url().replacen("nats://", "tls://", 1)),
        ("EMS_CA_FILE", authority.display().to_string()),
        ("EMS_DATABASE_URL", database(&own.1)),
        ("EMS_AMQP_URL", at_port(&amqp.1.replacen("amqp://", "amqps://", 1), port)),
        ("EMS_AMQP_RETRY_URL", at_port(&amqp.1.replacen("amqp://", "amqps://", 1), port)),
    ]
}

/// The bridge has no user in the database.
fn for_role<'a>(role: &str, settings: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let wanted = |name: &str| role == "projections" || name != "EMS_DATABASE_URL";
    settings.iter().copied().filter(|(name, _)| wanted(name)).collect()
}

fn at_port(url: &str, port: u16) -> String {
    let (start, path) = url.rsplit_once('/').expect("a virtual host");
    let (start, _) = start.rsplit_once(':').expect("a port");
    format!("{start}:{port}/{path}")
}

fn make_secrets(folder: &Path) {
    succeed(
        Command::new(env!("CARGO_BIN_EXE_ems")).args(["deploy", "secrets", "--into"]).arg(folder),
    );
}

fn migrate(place: &Place, servers: &PrivateServers, secrets: &Path) {
    // The servers of a test have one password for everybody.
    for role in ["migrator", "projections", "gateway", "assistant", "audit"] {
        let file = secrets.join(format!("database-{role}-password"));
        std::fs::write(file, place.password()).expect("a password");
    }
    let authority = secrets.join("ca.pem");
    let database = servers.postgres.url();
    let database = format!("{database}?sslmode=verify-full&sslrootcert={}", authority.display());
    succeed(
        Command::new(env!("CARGO_BIN_EXE_ems"))
            .args(["deploy", "migrate", "--secrets"])
            .arg(secrets)
            .env("EMS_NATS_URL", place.bare_nats_url().replacen("nats://", "tls://", 1))
            .env("EMS_NATS_NKEY_FILE", place.keys.file(LogUser::Operator).expect("a key"))
            .env("EMS_CA_FILE", &authority)
            .env("EMS_DATABASE_URL", database),
    );
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the ems binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
