//! How large a run is: small in every test run, as large as promised in `ems prove`.

/// The small number, or the full one when `EMS_PROVE` is set.
pub fn scale<T>(small: T, full: T) -> T {
    if std::env::var_os("EMS_PROVE").is_some() { full } else { small }
}
