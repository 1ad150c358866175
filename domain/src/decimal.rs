//! Decimal numbers as text, turned into scaled integers without ever being a float.

use thiserror::Error;

/// No number that a meter sends needs more; longer ones are refused before any arithmetic.
const MAX_TEXT: usize = 64;

/// Why a text is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DecimalError {
    #[error("not a decimal number")]
    NotANumber,
    #[error("too large")]
    TooLarge,
}

/// What happens to the digits that are cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a half to the even neighbour: amounts.
    HalfEven,
    /// Towards minus infinity: instants.
    Floor,
}

/// `digits × 10^exponent`, as written.
#[derive(Clone, Debug)]
pub struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i32,
}

impl Decimal {
    /// The number grammar of JSON (RFC 8259 section 6), with an optional `+` and bare `.5`, since
    /// meters also send numbers as text.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_TEXT {
            return Err(DecimalError::NotANumber);
        }
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
            None => (text, 0),
        };
        let negative = mantissa.starts_with('-');
        let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(DecimalError::NotANumber);
        }
        let exponent = exponent - fraction.len() as i32;
        Ok(Self { negative, digits, exponent })
    }

    /// The value × 10^`places` as an integer of at most 18 digits.
    pub fn scaled(&self, places: i32, rounding: Rounding) -> Result<i64, DecimalError> {
        let significant: Vec<u8> =
            self.digits.iter().skip_while(|digit| **digit == b'0').copied().collect();
        let integer_digits = significant.len() as i32 + self.exponent + places;
        if significant.is_empty() {
            return Ok(0);
        }
        if integer_digits > 18 {
            return Err(DecimalError::TooLarge);
        }
        let kept = usize::try_from(integer_digits).unwrap_or(0).min(significant.len());
        let zeros = integer_digits.max(0) as u32 - kept as u32;
        let digits = significant[..kept].iter();
        let mut magnitude = digits.fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        magnitude *= 10_i64.pow(zeros);
        // With fewer integer digits than none, zeros stand between the point and the first digit.
        let cut = if integer_digits < 0 { b"01" } else { &significant[kept..] };
        let away = match rounding {
            Rounding::HalfEven => is_nearer_to_next(cut, magnitude),
            Rounding::Floor => self.negative && cut.iter().any(|digit| *digit != b'0'),
        };
        magnitude += i64::from(away);
        Ok(if self.negative { -magnitude } else { magnitude })
    }
}

fn parse_exponent(text: &str) -> Result<i32, DecimalError> {
    let exponent: i32 = text.parse().map_err(|_| DecimalError::NotANumber)?;
    // `abs` has no answer for the smallest i32.
    if exponent.unsigned_abs() > 1_000 { Err(DecimalError::TooLarge) } else { Ok(exponent) }
}

/// Whether the digits cut off push the magnitude up: more than a half, or a half beside an odd one.
fn is_nearer_to_next(cut: &[u8], magnitude: i64) -> bool {
    let Some((first, rest)) = cut.split_first() else { return false };
    match first {
        b'0'..=b'4' => false,
        b'5' if rest.iter().all(|digit| *digit == b'0') => magnitude % 2 == 1,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_at_either_end_of_its_type_is_refused() {
        for text in ["1e-2147483648", "1e2147483648", "1e2147483647", "1e-2147483649"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn flooring_goes_down_on_both_sides_of_zero() {
        let floor = |text: &str| Decimal::parse(text).and_then(|d| d.scaled(3, Rounding::Floor));
        assert_eq!(floor("1764000000.1239"), Ok(1_764_000_000_123));
        assert_eq!(floor("-0.0001"), Ok(-1));
        assert_eq!(floor("-0.000000001"), Ok(-1));
        assert_eq!(floor("1.76e9"), Ok(1_760_000_000_000));
    }
}
