// Words of the overview.
import * as plural from '../plural'

export const en = {
  hello: (hour: number, name: string) =>
    `${hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'}, ${name}`,
  thisHour: 'This hour',
  ofLimits: (share: string) => `${share} of all limits`,
  heading: (amount: string, share: string) => `heading for ${amount} · ${share}`,
  today: 'Today',
  month: 'This month',
  yesterday: 'than yesterday by now',
  lastMonth: 'than last month by now',
  noEarlier: 'nothing to compare with yet',
  since: (time: string) => `since ${time}`,
  byDevice: 'By device, this hour',
  ofAll: (share: string) => `${share} of all`,
  expected: (amount: string) => `${amount} expected`,
  todayByHour: 'Today, hour by hour',
  recentAlerts: 'Latest alerts',
  allAlerts: 'All alerts',
  noAlerts: 'All devices have stayed within their limits.',
  allDevices: 'All devices',
  above: 'Above limit',
  headingAbove: 'Heading above',
  within: 'Within limit',
  overCount: (count: number) =>
    `${plural.en(count, 'device is', 'devices are')} above the limit in this hour.`,
  soonCount: (count: number) =>
    `${plural.en(count, 'device is', 'devices are')} heading above the limit.`,
  calm: 'Everything is within its limit.',
  noData: 'no data',
  lastReading: (ago: string) => `last reading ${ago}`,
  attention: 'Needs attention',
  allClear: 'Nothing is waiting for you.',
}

export const ro: typeof en = {
  hello: (hour, name) =>
    `${hour < 5 ? 'Noapte bună' : hour < 12 ? 'Bună dimineața' : hour < 18 ? 'Bună ziua' : 'Bună seara'}, ${name}`,
  thisHour: 'Ora aceasta',
  ofLimits: (share) => `${share} din toate limitele`,
  heading: (amount, share) => `se îndreaptă spre ${amount} · ${share}`,
  today: 'Astăzi',
  month: 'Luna aceasta',
  yesterday: 'față de ieri la această oră',
  lastMonth: 'față de luna trecută până acum',
  noEarlier: 'încă nimic de comparat',
  since: (time) => `de la ${time}`,
  byDevice: 'Pe aparate, ora aceasta',
  ofAll: (share) => `${share} din total`,
  expected: (amount) => `${amount} estimat`,
  todayByHour: 'Astăzi, oră de oră',
  recentAlerts: 'Ultimele alerte',
  allAlerts: 'Toate alertele',
  noAlerts: 'Toate aparatele au rămas sub limită.',
  allDevices: 'Toate aparatele',
  above: 'Peste limită',
  headingAbove: 'Va depăși',
  within: 'Sub limită',
  overCount: (count) =>
    `${plural.ro(count, 'aparat este', 'aparate sunt')} peste limită în această oră.`,
  soonCount: (count) => `${plural.ro(count, 'aparat va depăși', 'aparate vor depăși')} limita.`,
  calm: 'Totul este sub limită.',
  noData: 'fără date',
  lastReading: (ago) => `ultima citire ${ago}`,
  attention: 'Cere atenție',
  allClear: 'Nimic nu te așteaptă.',
}
