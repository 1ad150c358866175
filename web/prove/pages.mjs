// Every page by role, and what has to be on it before it counts as there.

export const OF_NOBODY = [
  { name: 'login', path: '/login', shows: 'form' },
  { name: 'new-password', path: '/new-password', shows: 'form' },
]

export const ofClient = ({ named, house }) => [
  { name: 'overview', path: '/', shows: '[data-testid=hour-total]' },
  { name: 'devices', path: '/devices', shows: '[data-testid=device]' },
  {
    name: 'device-day',
    path: `/devices/${named('Boiler').id}`,
    shows: '[data-testid=plot] canvas',
  },
  {
    name: 'device-month',
    path: `/devices/${named('Heat pump').id}?view=month&vs=before`,
    shows: '[data-testid=plot] canvas',
  },
  {
    name: 'device-year',
    path: `/devices/${house.id}?view=year&date=${house.year}-01-01`,
    shows: '[data-testid=plot] canvas',
  },
  { name: 'alerts', path: '/alerts', shows: 'article' },
  { name: 'notifications', path: '/notifications', shows: 'main li' },
  { name: 'chat', path: '/chat', shows: '[data-testid=message]' },
  { name: 'profile', path: '/profile', shows: 'main form' },
  { name: 'nowhere', path: '/nowhere', shows: 'main' },
]

const review = (kind) => ({
  name: `review-${kind}`,
  path: `/review?kind=${kind}`,
  shows: kind === 'parked' ? 'main .card' : 'main article',
})

export const ofAdmin = ({ named, client }) => [
  { name: 'overview', path: '/', shows: 'main dl' },
  { name: 'devices', path: '/devices', shows: '[data-testid=device]' },
  { name: 'device', path: `/devices/${named('Boiler').id}`, shows: 'main article' },
  { name: 'users', path: '/users', shows: 'main article' },
  ...['unregistered', 'conflicts', 'held', 'quarantine', 'parked'].map(review),
  { name: 'inbox', path: '/inbox', shows: 'main li' },
  { name: 'conversation', path: `/inbox/${client.userId}`, shows: '[data-testid=message]' },
  { name: 'alerts', path: '/alerts', shows: 'main .card' },
  { name: 'notifications', path: '/notifications', shows: 'main .card' },
  { name: 'system', path: '/system', shows: 'main article' },
  { name: 'profile', path: '/profile', shows: 'main form' },
  {
    name: 'history-device',
    path: `/history/device/${named('Boiler').id}`,
    shows: '[data-testid=event]',
  },
  { name: 'history-user', path: `/history/user/${client.userId}`, shows: '[data-testid=event]' },
]

export const ofAuditor = (world) =>
  ofAdmin(world).filter(({ name }) => !/^(review|inbox|conversation)/.test(name))

/** Led home from these. */
export const forbidden = {
  client: ['/users', '/review', '/inbox', '/system', '/history/device/x'],
  auditor: ['/review', '/inbox'],
}
