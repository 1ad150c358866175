//! What the model may know: this customer's own devices, totals and open alerts. Code chooses it;
//! nothing that anybody writes can ask for more.

use chrono_tz::Tz;
use domain::conversations::{Basis, DeviceFigures};
use domain::ids::UserId;
use domain::users::Language;
use projections::{AlertView, DeviceView, Queries, QueryError, Reader};
use thiserror::Error;

use crate::calendar::Calendar;

/// Of a customer with more the first ones by name.
const MOST_DEVICES: usize = 20;
/// Described to the model; all of the newest 200 are counted.
const MOST_ALERTS: usize = 5;
const ALERTS_LOOKED_AT: i64 = 200;

/// The customer's own numbers at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub basis: Basis,
    pub calendar: Calendar,
    /// The newest open ones.
    pub alerts: Vec<AlertView>,
    /// The one that the customer has chosen.
    pub language: Option<Language>,
}

/// Why the numbers are not known.
#[derive(Debug, Error)]
pub(crate) enum FactsError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error("there is no customer {0}")]
    NoSuchCustomer(UserId),
}

/// Where facts are looked up.
#[derive(Clone)]
pub(crate) struct Archive {
    pub queries: Queries,
    /// Of customers who have told none.
    pub usual_zone: Tz,
}

impl Archive {
    /// The position is read first: the numbers are then at least as new as it says.
    pub async fn facts_of(&self, customer: UserId) -> Result<Facts, FactsError> {
        let position = self.queries.position().await?;
        let user = self.queries.user(customer).await?;
        let user = user.ok_or(FactsError::NoSuchCustomer(customer))?;
        let zone = user.time_zone.and_then(|name| name.parse().ok()).unwrap_or(self.usual_zone);
        let calendar = Calendar::new(zone, chrono::Utc::now());
        let mut devices = Vec::new();
        for device in self.queries.devices_of(customer).await?.into_iter().take(MOST_DEVICES) {
            devices.push(self.figures(customer, device, &calendar).await?);
        }
        let mut alerts = self.queries.alerts_of(customer, ALERTS_LOOKED_AT).await?;
        alerts.retain(|alert| alert.retracted_at.is_none() && alert.acknowledged_at.is_none());
        let basis = Basis {
            position,
            at: calendar.now(),
            zone: zone.name().to_owned(),
            open_alerts: u32::try_from(alerts.len()).unwrap_or(u32::MAX),
            devices,
        };
        alerts.truncate(MOST_ALERTS);
        let language = user.language.and_then(|language| language.parse().ok());
        Ok(Facts { basis, calendar, alerts, language })
    }

    async fn figures(
        &self,
        customer: UserId,
        device: DeviceView,
        calendar: &Calendar,
    ) -> Result<DeviceFigures, QueryError> {
        let (from, to) = calendar.span();
        let theirs = Reader::Person(customer);
        let hours = self.queries.hours(theirs, device.id, from, to).await?;
        let sums = calendar.sums(&hours);
        Ok(DeviceFigures {
            device: device.id,
            name: device.name,
            limit: device.limit,
            today: sums.today,
            yesterday: sums.yesterday,
            month: sums.month,
        })
    }
}
