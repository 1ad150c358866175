// Long periods are asked for in pieces that lie side by side.
import { expect, it } from 'vitest'
import { piecesOf } from './devices'

const year = { from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', zone: 'UTC' }
const QUARTER = 900_000

it('the pieces of a year of quarter-hours lie side by side, each small enough for the server', () => {
  const pieces = piecesOf({ ...year, resolution: 'quarter' })
  expect(pieces[0]?.from).toBe(year.from)
  expect(pieces.at(-1)?.to).toBe(year.to)
  pieces.slice(1).forEach((piece, n) => expect(piece.from).toBe(pieces[n]?.to))
  for (const { from, to } of pieces)
    expect((Date.parse(to) - Date.parse(from)) / QUARTER).toBeLessThanOrEqual(10_000)
})

it('a year of days is one question', () => {
  expect(piecesOf({ ...year, resolution: 'day' })).toHaveLength(1)
})
