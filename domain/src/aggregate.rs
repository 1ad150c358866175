//! The few lines between a pure `decide` and the `Aggregate` trait of cqrs-es.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;

/// Writes what was decided to the sink, which applies each event to the state as well.
pub(crate) async fn emit<A: Aggregate>(events: Vec<A::Event>, sink: &EventSink<A>, state: &mut A) {
    for event in events {
        sink.write(event, state).await;
    }
}

/// Implements `Aggregate` for a state: `handle` is `decide`, `apply` is the state's own fold.
macro_rules! aggregate {
    ($state:ty, $kind:literal, $command:ty, $event:ty, $error:ty) => {
        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = $kind;
            type Command = $command;
            type Event = $event;
            type Error = $error;
            type Services = ();

            async fn handle(
                &mut self,
                command: $command,
                _services: &(),
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), $error> {
                let events = decide(self, command)?;
                $crate::aggregate::emit(events, sink, self).await;
                Ok(())
            }

            fn apply(&mut self, event: $event) {
                self.fold(event);
            }
        }

        impl cqrs_es::DomainEvent for $event {
            fn event_type(&self) -> String {
                <&'static str>::from(self).to_owned()
            }

            fn event_version(&self) -> String {
                "1".to_owned()
            }
        }
    };
}

pub(crate) use aggregate;
