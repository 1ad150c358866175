//! The accept loop: HTTP/1.1 with a limit on connections and on how slowly a request may begin.

mod connections;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use process::CancellationToken;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::http::Proxies;
use connections::{OpenPerAddress, Routes};

/// Bounds both how slowly headers may come and how long an idle connection is kept.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
const MAX_HEADERS: usize = 64;
const BUFFER: usize = 32 * 1024;
/// Bytes that wait in the kernel for a client to take. By itself it would keep megabytes for each, and
/// it would take half a minute of messages to notice that a client does not read.
const UNSENT: u32 = 64 * 1024;
/// For requests that were begun before the stop.
const FINISH_WITHIN: Duration = Duration::from_secs(5);
/// When the process has no file descriptors left, accepting again at once would only spin.
const AFTER_ACCEPT_ERROR: Duration = Duration::from_millis(100);

/// How much comes in at once, and from whom.
pub struct Doors {
    pub connections: usize,
    pub per_address: usize,
    /// They bring other people's requests, so the limit of one address is not theirs.
    pub proxies: Proxies,
}

/// Serves until told to stop, then lets what has begun finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    doors: Doors,
    sockets: TaskTracker,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let room = Arc::new(Semaphore::new(doors.connections));
    let of_address = Arc::new(OpenPerAddress::default());
    let proxies = Arc::new(doors.proxies);
    let connections = TaskTracker::new();
    loop {
        // Taken before accepting: beyond the limit, connections wait in the kernel's queue.
        let permit = tokio::select! {
            () = shutdown.cancelled() => break,
            permit = room.clone().acquire_owned() => permit?,
        };
        let stream = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match stream {
            Ok((stream, peer)) => {
                let limit =
                    if proxies.is_trusted(peer.ip()) { usize::MAX } else { doors.per_address };
                let Some(place) = of_address.enter(peer.ip(), limit) else { continue };
                let routes =
                    Routes { router: router.clone(), from: peer.ip(), proxies: proxies.clone() };
                let served = connection(stream, routes, shutdown.clone());
                connections.spawn(async move {
                    served.await;
                    drop((permit, place));
                });
            }
            Err(error) => {
                tracing::warn!("a connection could not be accepted: {error}");
                tokio::time::sleep(AFTER_ACCEPT_ERROR).await;
            }
        }
    }
    connections.close();
    sockets.close();
    let finished = async { tokio::join!(connections.wait(), sockets.wait()) };
    if tokio::time::timeout(FINISH_WITHIN, finished).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut off");
    }
    Ok(())
}

async fn connection(stream: TcpStream, routes: Routes, shutdown: CancellationToken) {
    // Small frames such as alerts must not wait for more to send.
    let _best_effort = stream.set_nodelay(true);
    let _best_effort = SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_headers(MAX_HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), routes.service())
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    let outcome = tokio::select! {
        outcome = served.as_mut() => outcome,
        () = shutdown.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!("a connection ended early: {error}");
    }
}
