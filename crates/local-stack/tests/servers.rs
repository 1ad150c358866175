//! The servers start, answer, keep what they acknowledged through a kill, and leave nothing behind.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use async_nats::jetstream;
use lapin::options::{
    BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties};
use local_stack::{Lease, PrivateServers, ProcessIdentity, TestServers};
use sqlx::{Connection as _, Executor, PgConnection};

const QUEUE: &str = "device.measurements";

#[tokio::test(flavor = "multi_thread")]
async fn servers_keep_what_they_acknowledged_through_a_kill_and_leave_nothing_behind() -> Result<()>
{
    let mut servers = PrivateServers::start().await?;
    let processes = [servers.nats.process(), servers.postgres.process(), servers.rabbit.process()];
    only_loopback_listens(&processes)?;

    write_to_log(&servers.nats.url()).await?;
    write_to_table(&servers.postgres.url()).await?;
    write_to_queue(&servers.rabbit.url()).await?;
    let home = servers_home(servers.nats.process())?;
    declaration_is_on_disk(Path::new(&home)).await?;

    servers.nats.kill();
    servers.postgres.kill();
    servers.rabbit.kill();
    ensure!(processes.iter().all(|process| !process.is_alive()), "a kill ends the server itself");
    tokio::try_join!(servers.nats.restart(), servers.postgres.restart(), servers.rabbit.restart())?;

    ensure!(messages_in_log(&servers.nats.url()).await? == 1);
    ensure!(rows_in_table(&servers.postgres.url()).await? == 1);
    ensure!(take_from_queue(&servers.rabbit.url()).await? == Some(b"0.083".to_vec()));

    servers.stop().await?;
    nothing_mentions(&home).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_leases_see_nothing_of_each_other() -> Result<()> {
    let servers = TestServers::acquire().await?;
    let (one, other) = (servers.lease().await?, servers.lease().await?);
    ensure!(one.name != other.name);
    fill(&one).await?;
    fill(&other).await?;
    ensure!(messages_in_log(&one.nats_url).await? == 1);
    ensure!(rows_in_table(&other.database_url).await? == 1);
    ensure!(take_from_queue(&one.amqp_url).await?.is_some());
    ensure!(take_from_queue(&one.amqp_url).await?.is_none(), "the other's message is not ours");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shared_log_writes_every_message_to_disk_before_it_acknowledges() -> Result<()> {
    let lease = TestServers::acquire().await?.lease().await?;
    let url = format!("{}/jsz", lease.nats_monitor_url);
    let answer = reqwest::get(url).await?.text().await?;
    ensure!(answer.contains(r#""sync_always": true"#), "{answer}");
    Ok(())
}

async fn fill(lease: &Lease) -> Result<()> {
    write_to_log(&lease.nats_url).await?;
    write_to_table(&lease.database_url).await?;
    write_to_queue(&lease.amqp_url).await
}

/// async-nats ignores the user and password that a URL holds, so they are handed over apart.
async fn log_at(url: &str) -> Result<jetstream::Context> {
    let url: async_nats::ServerAddr = url.parse()?;
    let (user, password) = (url.username().unwrap_or_default(), url.password().unwrap_or_default());
    let options = async_nats::ConnectOptions::with_user_and_password(user.into(), password.into());
    Ok(jetstream::new(options.connect(url).await?))
}

async fn write_to_log(url: &str) -> Result<()> {
    let log = log_at(url).await?;
    let config = jetstream::stream::Config { name: "LOG".into(), ..Default::default() };
    log.create_stream(config).await?;
    log.publish("LOG", "0.083".into()).await?.await?;
    Ok(())
}

async fn messages_in_log(url: &str) -> Result<u64> {
    let log = log_at(url).await?;
    Ok(log.get_stream("LOG").await?.get_info().await?.state.messages)
}

async fn write_to_table(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    connection.execute("create table readings (value text)").await?;
    connection.execute("insert into readings values ('0.083')").await?;
    Ok(connection.close().await?)
}

async fn rows_in_table(url: &str) -> Result<i64> {
    let mut connection = PgConnection::connect(url).await?;
    let rows =
        sqlx::query_scalar("select count(*) from readings").fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(rows)
}

async fn queue(url: &str) -> Result<(Connection, Channel)> {
    let connection = Connection::connect(url, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    let options = QueueDeclareOptions { durable: true, ..Default::default() };
    channel.queue_declare(QUEUE.into(), options, FieldTable::default()).await?;
    Ok((connection, channel))
}

async fn write_to_queue(url: &str) -> Result<()> {
    let (connection, channel) = queue(url).await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let properties = BasicProperties::default().with_delivery_mode(2);
    let options = BasicPublishOptions::default();
    channel.basic_publish("".into(), QUEUE.into(), options, b"0.083", properties).await?.await?;
    Ok(connection.close(200, "done".into()).await?)
}

/// RabbitMQ confirms a message once the disk has it, yet answers the declaration of a queue up to two
/// seconds before Mnesia's log has that: a broker killed in between comes back without the queue.
async fn declaration_is_on_disk(home: &Path) -> Result<()> {
    for _ in 0..200 {
        if mnesia_files(home)?.iter().any(|file| holds(file, QUEUE)) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("no file of Mnesia below {} names the queue", home.display())
}

fn mnesia_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            // Servers come and go in their folders while this looks.
            found.extend(mnesia_files(&path).unwrap_or_default());
        } else if name == "LATEST.LOG" || name.starts_with("rabbit_durable_queue.") {
            found.push(path);
        }
    }
    Ok(found)
}

fn holds(file: &Path, text: &str) -> bool {
    let bytes = std::fs::read(file).unwrap_or_default();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn take_from_queue(url: &str) -> Result<Option<Vec<u8>>> {
    let (connection, channel) = queue(url).await?;
    let message = channel.basic_get(QUEUE.into(), BasicGetOptions { no_ack: true }).await?;
    connection.close(200, "done".into()).await?;
    Ok(message.map(|message| message.delivery.data.clone()))
}

/// Every socket on which one of these processes listens, from `/proc`.
fn only_loopback_listens(processes: &[ProcessIdentity]) -> Result<()> {
    let sockets: HashSet<String> =
        processes.iter().flat_map(|process| sockets_of(process.pid)).collect();
    let table =
        std::fs::read_to_string("/proc/net/tcp")? + &std::fs::read_to_string("/proc/net/tcp6")?;
    let listening: Vec<&str> = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|fields| fields.get(3) == Some(&"0A") && sockets.contains(fields[9]))
        .map(|fields| fields[1])
        .collect();
    ensure!(listening.len() >= 5, "saw only {listening:?}");
    let loopback = |address: &&str| address.starts_with("0100007F:");
    ensure!(listening.iter().all(loopback), "one of {listening:?} is not on 127.0.0.1");
    Ok(())
}

fn sockets_of(pid: u32) -> Vec<String> {
    let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let targets = descriptors.filter_map(|entry| std::fs::read_link(entry.path()).ok());
    targets
        .filter_map(|target| {
            let name = target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?;
            Some(name.to_owned())
        })
        .collect()
}

/// The temporary folder of a set, from the command line of its NATS server.
fn servers_home(nats: ProcessIdentity) -> Result<String> {
    let command = std::fs::read_to_string(format!("/proc/{}/cmdline", nats.pid))?;
    let configuration = command.split('\0').nth(2).unwrap_or_default();
    let home = Path::new(configuration).ancestors().nth(2).unwrap_or(Path::new("/nowhere"));
    Ok(home.to_string_lossy().into_owned())
}

/// Neither a folder nor, after a moment, a process speaks of the set any more.
async fn nothing_mentions(home: &str) -> Result<()> {
    ensure!(!Path::new(home).exists(), "{home} is still there");
    for _ in 0..100 {
        if !any_process_mentions(home) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("a process still speaks of {home}")
}

fn any_process_mentions(home: &str) -> bool {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let commands = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    commands
        .map(|command| String::from_utf8_lossy(&command).into_owned())
        .any(|text| text.contains(home))
}
