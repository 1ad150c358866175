// What a history says of a member, a value and an actor.
import { expect, it } from 'vitest'
import { words } from '@/i18n'
import { chooseLanguage } from '@/locale'
import { actorOf, memberOf, valueOf, type Known } from './say'

chooseLanguage('en')
const nameOf = (id: string) => (id === 'a-1' ? 'Ana Pop' : undefined)
const known: Known = { w: words(), zone: 'UTC', nameOf }

it('energies of the log are told in kilowatt-hours', () => {
  expect(valueOf('/limit', 3_200_000_000, known)).toBe('3.2 kWh')
  expect(valueOf('/plausible/atMost', 5_000_000_000, known)).toBe('5 kWh')
  expect(valueOf('/corrections/1795429200123', 83_000_000, known)).toBe('0.083 kWh')
})

it('an owner has a name, nothing has a dash, a secret stays one', () => {
  expect(valueOf('/owner', 'a-1', known)).toBe('Ana Pop')
  expect(valueOf('/owner', null, known)).toBe('–')
  expect(valueOf('/credentials/passwordHash', '(not shown)', known)).toBe('not shown')
})

it('a corrected reading is told by its instant', () => {
  expect(memberOf('/corrections/1795429200123', known)).toContain('2026')
  expect(memberOf('/description/name', known)).toBe('Name')
})

it('a verdict of a held reading says whether it was accepted', () => {
  expect(valueOf('/verdicts/1795429200123/5000', true, known)).toBe('accepted')
})

it('people act by name, parts of the product by theirs', () => {
  expect(actorOf('user:a-1', known)).toBe('Ana Pop')
  expect(actorOf('user:gone', known)).toBe('gone')
  expect(actorOf('system:metering', known)).toBe('EMS (metering)')
})
