//! The paths of sockets: plain WebSocket, and SockJS with its transports.

use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};

use super::{sockjs, websocket};
use crate::state::Gateway;

pub fn routes() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/ws", get(sockjs::greeting))
        .route("/ws/", get(sockjs::greeting))
        .route("/ws/info", get(sockjs::info).options(sockjs::options))
        .route("/ws/websocket", any(websocket::plain))
        .route("/ws/{server}/{session}/websocket", any(websocket::sockjs))
        .route(
            "/ws/{server}/{session}/xhr_streaming",
            post(sockjs::stream).options(sockjs::options),
        )
        .route("/ws/{server}/{session}/xhr", post(sockjs::poll).options(sockjs::options))
        .route("/ws/{server}/{session}/xhr_send", post(sockjs::send).options(sockjs::options))
}
