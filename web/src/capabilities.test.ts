// What a page concludes from the API's document.
import { expect, it } from 'vitest'
import { capabilitiesOf } from './capabilities'

it('a route counts by its method and shape, whatever its parameters are called', () => {
  const paths = {
    '/api/users/{userId}/summary': { get: {} },
    '/api/devices/{id}/consumption': { post: {} },
  }
  expect([...capabilitiesOf({ paths })]).toEqual(['summary'])
})

it('an empty document offers nothing', () => {
  expect(capabilitiesOf({}).size).toBe(0)
})
