//! Who is connected: how many connections each address has, and telling requests from where they come.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use crate::http::{Neighbourhood, Peer, Proxies};

/// The open connections of each address.
#[derive(Default)]
pub struct OpenPerAddress(Mutex<HashMap<Neighbourhood, usize>>);

/// One connection of an address; given back when dropped.
pub struct Place {
    of: Arc<OpenPerAddress>,
    address: Neighbourhood,
}

impl OpenPerAddress {
    /// None when the address has as many as one may have.
    pub fn enter(self: &Arc<Self>, address: IpAddr, limit: usize) -> Option<Place> {
        let address = Peer { address, secure: false }.neighbourhood();
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let connections = open.entry(address).or_default();
        if *connections >= limit {
            return None;
        }
        *connections += 1;
        Some(Place { of: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = open.get(&self.address).map_or(0, |connections| connections.saturating_sub(1));
        match left {
            0 => open.remove(&self.address),
            left => open.insert(self.address, left),
        };
    }
}

/// The routes as one connection meets them.
pub struct Routes {
    pub router: Router,
    pub from: IpAddr,
    pub proxies: Arc<Proxies>,
}

impl Routes {
    /// Adds the [`Peer`] to each request, and takes away what clients say of it themselves.
    pub fn service(
        self,
    ) -> impl Service<
        Request<Incoming>,
        Response = Response,
        Error = Infallible,
        Future = impl Future<Output = Result<Response, Infallible>> + Send,
    > {
        let (routes, proxies, from) =
            (TowerToHyperService::new(self.router), self.proxies, self.from);
        hyper::service::service_fn(move |mut request: Request<Incoming>| {
            let peer = proxies.peer(from, request.headers_mut());
            request.extensions_mut().insert(peer);
            routes.call(request)
        })
    }
}
