//! The numbers behind an answer in one line each, so that whoever reads it can check it.

use domain::conversations::{Basis, DeviceFigures};
use domain::quantity::MicroWattHours;
use domain::users::Language;

use crate::language::words;
use crate::reply::{cut, plain};
use crate::texts::in_language;

/// Enough for three devices; the answer itself gets the rest.
const MOST_QUOTE: usize = 420;
const MOST_NAME: usize = 60;

/// The numbers of the devices that the question or the answer names, else of the first ones. None
/// for a customer without devices.
pub(crate) fn quote(basis: &Basis, said: &str, language: Language) -> Option<String> {
    let said = words(said);
    let named: Vec<_> = basis.devices.iter().filter(|device| is_named(device, &said)).collect();
    let devices = if named.is_empty() { basis.devices.iter().collect() } else { named };
    let mut quoted = String::new();
    for device in devices {
        let line = line(device, language);
        if quoted.len() + line.len() + 1 > MOST_QUOTE {
            break;
        }
        if !quoted.is_empty() {
            quoted.push('\n');
        }
        quoted.push_str(&line);
    }
    (!quoted.is_empty()).then_some(quoted)
}

/// Whether every word of its name was said, with whatever ending: the boiler, boilerul.
fn is_named(device: &DeviceFigures, said: &[String]) -> bool {
    let name = words(&device.name);
    let is_said = |word: &String| said.iter().any(|said| said.starts_with(word.as_str()));
    !name.is_empty() && name.iter().all(is_said)
}

fn line(device: &DeviceFigures, language: Language) -> String {
    let name = plain(cut(&device.name, MOST_NAME), language, MOST_NAME);
    let unknown = in_language(language, "not measured", "nemăsurat");
    let shown = |energy: Option<MicroWattHours>| {
        energy.map_or_else(|| unknown.to_owned(), |energy| energy.to_string())
    };
    let (today, yesterday, month) =
        (shown(device.today), shown(device.yesterday), shown(device.month));
    match language {
        Language::En => {
            format!("{name}: today {today}, yesterday {yesterday}, this month {month}.")
        }
        Language::Ro => format!("{name}: azi {today}, ieri {yesterday}, luna aceasta {month}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::ids::DeviceId;
    use uuid::Uuid;

    fn basis(names: &[&str]) -> Basis {
        let device = |name: &&str| DeviceFigures {
            device: DeviceId(Uuid::nil()),
            name: (*name).to_owned(),
            limit: None,
            today: None,
            yesterday: Some(MicroWattHours(3_400_000_000)),
            month: Some(MicroWattHours(40_000_000_000)),
        };
        Basis {
            position: 7,
            at: DateTime::default(),
            zone: "UTC".to_owned(),
            open_alerts: 0,
            devices: names.iter().map(device).collect(),
        }
    }

    #[test]
    fn the_device_that_is_spoken_of_is_quoted() {
        let basis = basis(&["Heat pump", "Boiler"]);
        let quoted = quote(&basis, "Cât a consumat boilerul ieri?", Language::Ro);
        let expected = "Boiler: azi nemăsurat, ieri 3.40 kWh, luna aceasta 40.00 kWh.";
        assert_eq!(quoted.as_deref(), Some(expected));
        let all = quote(&basis, "How much in all?", Language::En).expect("numbers");
        assert!(all.starts_with("Heat pump: today not measured, yesterday 3.40 kWh"), "{all}");
        assert_eq!(all.lines().count(), 2);
    }

    #[test]
    fn a_quote_is_short_and_harmless_whatever_devices_are_called() {
        let long = "<b>x</b>\n".repeat(30);
        let quoted = quote(&basis(&[long.as_str(); 20]), "", Language::En).expect("numbers");
        assert!(quoted.len() <= MOST_QUOTE && !quoted.contains('<'), "{quoted}");
        assert_eq!(quote(&basis(&[]), "", Language::En), None);
    }
}
