// Words of the administrator's overview.
import * as plural from '../plural'

export const en = {
  rate: 'Readings counted',
  rateHint: 'by all projections together',
  unregistered: (count: number) => plural.en(count, 'unknown meter', 'unknown meters'),
  conflicts: (count: number) => plural.en(count, 'conflict', 'conflicts'),
  held: (count: number) => plural.en(count, 'held reading', 'held readings'),
  quarantine: (count: number) => plural.en(count, 'unreadable message', 'unreadable messages'),
  parked: (count: number) => plural.en(count, 'parked reading', 'parked readings'),
  waiting: (count: number) => plural.en(count, 'customer waiting', 'customers waiting'),
  people: 'People',
  devices: 'Devices',
  unassigned: (count: number) => `${count} not assigned`,
  system: 'System',
}

export const ro: typeof en = {
  rate: 'Citiri numărate',
  rateHint: 'de toate proiecțiile împreună',
  unregistered: (count) => plural.ro(count, 'contor necunoscut', 'contoare necunoscute'),
  conflicts: (count) => plural.ro(count, 'conflict', 'conflicte'),
  held: (count) => plural.ro(count, 'citire reținută', 'citiri reținute'),
  quarantine: (count) => plural.ro(count, 'mesaj ilizibil', 'mesaje ilizibile'),
  parked: (count) => plural.ro(count, 'citire pusă deoparte', 'citiri puse deoparte'),
  waiting: (count) => plural.ro(count, 'client așteaptă', 'clienți așteaptă'),
  people: 'Persoane',
  devices: 'Aparate',
  unassigned: (count) => `${count} neatribuite`,
  system: 'Sistem',
}
