//! Energy as an exact integer: the one place that parses, rounds and formats it.

use std::fmt;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::decimal::{Decimal, DecimalError, Rounding};

/// Decimal places between a kilowatt-hour and a micro-watt-hour.
const KWH_DIGITS: i32 = 9;

/// Energy in micro-watt-hours: kWh × 10⁹. Sums of it are exact in any order, sums of floats are not.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct MicroWattHours(pub i64);

impl MicroWattHours {
    pub const ZERO: Self = Self(0);

    /// Reads kilowatt-hours from decimal text (`0.083`, `8.3e-2`), rounded half to even at the
    /// ninth decimal. The text is never turned into a float.
    pub fn from_kwh_text(text: &str) -> Result<Self, DecimalError> {
        let decimal = Decimal::parse(text)?;
        decimal.scaled(KWH_DIGITS, Rounding::HalfEven).map(Self)
    }

    /// Kilowatt-hours as the JSON number that clients expect; exact up to 2⁵³ µWh, 9 GWh.
    pub fn as_kwh(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// Kilowatt-hours in all nine decimals without trailing zeros: `3.2`, `0.083333333`.
    pub fn kwh_text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let text = format!("{sign}{}.{:09}", magnitude / 1_000_000_000, magnitude % 1_000_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

/// For people: two decimals with the unit, `3.20 kWh`.
impl fmt::Display for MicroWattHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} kWh", self.as_kwh())
    }
}

impl Add for MicroWattHours {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for MicroWattHours {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for MicroWattHours {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::iter::Sum for MicroWattHours {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn micro(text: &str) -> Result<i64, DecimalError> {
        MicroWattHours::from_kwh_text(text).map(|energy| energy.0)
    }

    #[test]
    fn text_is_read_exactly() {
        assert_eq!(micro("0.083"), Ok(83_000_000));
        assert_eq!(micro("8.3e-2"), Ok(83_000_000));
        assert_eq!(micro("1E3"), Ok(1_000_000_000_000));
        assert_eq!(micro("0.028999999999999998"), Ok(29_000_000));
        assert_eq!(micro("-0.5"), Ok(-500_000_000));
        assert_eq!(micro("0e99"), Ok(0));
        assert_eq!(micro("1e-40"), Ok(0));
    }

    #[test]
    fn a_half_goes_to_the_even_neighbour() {
        assert_eq!(micro("0.0000000005"), Ok(0));
        assert_eq!(micro("0.0000000015"), Ok(2));
        assert_eq!(micro("0.0000000025"), Ok(2));
        assert_eq!(micro("0.00000000250000000001"), Ok(3));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "NaN", "Infinity", "1,5", "0x10", "1e", "--1", ".", "1.2.3"] {
            assert_eq!(micro(text), Err(DecimalError::NotANumber), "{text:?}");
        }
        assert_eq!(micro("1e30"), Err(DecimalError::TooLarge));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
            prop_assert_eq!(micro(&MicroWattHours(value).kwh_text()), Ok(value));
        }
    }
}
