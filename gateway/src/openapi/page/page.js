// Draws the document as a list of operations, each with a form that carries it out.

const METHODS = ['get', 'post', 'put', 'delete']
// Of the answer's headers only these tell something about the API.
const SHOWN_HEADERS = ['content-type', 'location', 'ems-position', 'retry-after']

/** An element with attributes and children; text becomes text, so nothing in it is ever markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** Text in which `code` is set as code. */
function prose(text) {
  return text
    .split('`')
    .map((part, index) => (index % 2 ? element('code', {}, part) : part))
}

class Api {
  constructor(described) {
    this.described = described
  }

  /** Every operation with its path and its method, in the order of the tags. */
  operations() {
    const all = Object.entries(this.described.paths).flatMap(([path, methods]) =>
      METHODS.filter((method) => methods[method]).map((method) => ({
        ...methods[method],
        method: method.toUpperCase(),
        path,
      })),
    )
    return this.described.tags.map(({ name }) => ({
      tag: name,
      operations: all.filter((operation) => operation.tags.includes(name)),
    }))
  }

  /** What a reference leads to; anything else is itself. */
  follow(value) {
    if (!value?.$ref) return value
    return value.$ref
      .slice(2)
      .split('/')
      .reduce((inside, name) => inside[name], this.described)
  }

  bodySchema(operation) {
    return this.follow(operation.requestBody?.content['application/json'].schema)
  }

  /** The kind of a value in a few words. */
  kind(schema) {
    const followed = this.follow(schema)
    if (schema.$ref) return schema.$ref.split('/').at(-1)
    if (followed.anyOf) return `${this.kind(followed.anyOf[0])}, or nothing`
    if (followed.const !== undefined) return JSON.stringify(followed.const)
    if (followed.enum) return followed.enum.map((value) => JSON.stringify(value)).join(' or ')
    if (followed.type === 'array') return `list of ${this.kind(followed.items)}`
    return [[followed.type].flat().join(' or '), followed.format, bounds(followed)]
      .filter(Boolean)
      .join(', ')
  }
}

function bounds(schema) {
  const span = (least, most, unit) => {
    if (least === undefined && most === undefined) return ''
    if (most === undefined) return `at least ${least}${unit}`
    return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`
  }
  if (schema.maximum !== undefined || schema.minimum !== undefined)
    return span(schema.minimum, schema.maximum, '')
  return span(schema.minLength, schema.maxLength, ' characters')
}

function drawOperation(api, operation) {
  const { method, path, summary } = operation
  const details = element(
    'details',
    { id: operation.operationId },
    element(
      'summary',
      {},
      element('span', { class: 'method' }, method),
      element('code', {}, path),
      ' ',
      element('span', { class: 'purpose' }, summary),
    ),
  )
  // Drawn when it is opened: most never are.
  const draw = () =>
    details.append(
      element(
        'div',
        {},
        element('p', {}, ...prose(operation.description)),
        ...drawBody(api, operation),
        ...drawAnswers(api, operation),
        drawForm(api, operation),
      ),
    )
  details.addEventListener('toggle', draw, { once: true })
  return details
}

function drawBody(api, operation) {
  const schema = api.bodySchema(operation)
  return schema ? [element('h3', {}, 'Body'), drawMembers(api, schema)] : []
}

function drawMembers(api, schema) {
  const required = schema.required ?? []
  const members = Object.entries(schema.properties).flatMap(([name, member]) => {
    const described = member.description ?? member.anyOf?.[0].description ?? ''
    const told = [api.kind(member), described].filter(Boolean).join('. ')
    const must = required.includes(name) ? ' (required)' : ''
    return [element('dt', {}, element('code', {}, name), must), element('dd', {}, ...prose(told))]
  })
  return element('dl', {}, ...members)
}

function drawAnswers(api, operation) {
  const answers = Object.entries(operation.responses).flatMap(([status, reference]) => {
    const response = api.follow(reference)
    const schema = response.content?.['application/json']?.schema
    const told = [...prose(response.description)]
    if (schema) told.push(' ', element('code', {}, api.kind(schema)))
    const headers = Object.keys(response.headers ?? {}).join(', ')
    if (headers) told.push(` (with ${headers})`)
    const answer = [element('dt', {}, status), element('dd', {}, ...told)]
    const shape = api.follow(schema?.items ?? schema)
    if (shape?.properties) answer.push(element('dd', {}, drawMembers(api, shape)))
    return answer
  })
  return [element('h3', {}, 'Answers'), element('dl', {}, ...answers)]
}

function drawForm(api, operation) {
  const schema = api.bodySchema(operation)
  const inputs = operation.parameters.map((parameter) => drawParameter(operation, parameter))
  const form = element('form', {}, element('h3', {}, 'Try it'), ...inputs.flat())
  if (schema) {
    const id = `${operation.operationId}-body`
    const body = element('textarea', { id, name: 'body', spellcheck: 'false' })
    body.value = JSON.stringify(schema.examples[0], null, 2)
    form.append(element('label', { for: id }, 'Body'), body)
  }
  const send = element('button', {}, 'Send')
  const result = element('div', { role: 'status' })
  form.append(send, result)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    send.disabled = true
    result.replaceChildren('Sending …')
    try {
      result.replaceChildren(...drawResult(await carryOut(operation, new FormData(form))))
    } catch (error) {
      result.replaceChildren(element('p', { class: 'wrong' }, `Nothing was answered: ${error.message}`))
    }
    send.disabled = false
    if (operation.tags.includes('Signing in')) await showCaller()
  })
  return form
}

function drawParameter(operation, parameter) {
  const id = `${operation.operationId}-${parameter.name}`
  const must = parameter.required ? ' (required)' : ''
  const input = element('input', { id, name: parameter.name, autocomplete: 'off' })
  input.required = Boolean(parameter.required)
  const label = element('label', { for: id }, `${parameter.name}, in the ${parameter.in}${must}`)
  const told = parameter.description
    ? [element('p', { id: `${id}-told`, class: 'told' }, ...prose(parameter.description))]
    : []
  if (told.length) input.setAttribute('aria-describedby', `${id}-told`)
  return [label, input, ...told]
}

async function carryOut(operation, given) {
  const named = (place) =>
    operation.parameters
      .filter((parameter) => parameter.in === place && given.get(parameter.name))
      .map(({ name }) => [name, given.get(name)])
  const path = named('path').reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
    operation.path,
  )
  const query = new URLSearchParams(named('query'))
  const headers = new Headers(named('header'))
  const body = given.get('body') ?? undefined
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  const address = query.size ? `${path}?${query}` : path
  const begun = performance.now()
  const response = await fetch(address, { method: operation.method, headers, body })
  const text = await response.text()
  return { response, text, took: Math.round(performance.now() - begun) }
}

function drawResult({ response, text, took }) {
  const status = `${response.status} ${response.statusText}, ${took} ms`
  const headers = SHOWN_HEADERS.filter((name) => response.headers.has(name)).map(
    (name) => `${name}: ${response.headers.get(name)}`,
  )
  const drawn = [element('p', response.ok ? {} : { class: 'wrong' }, element('strong', {}, status))]
  if (headers.length) drawn.push(element('pre', { tabindex: '0' }, headers.join('\n')))
  if (text) drawn.push(element('pre', { tabindex: '0' }, pretty(text)))
  return drawn
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Says as whom this browser is signed in. */
async function showCaller() {
  const response = await fetch('/api/auth/session')
  const session = response.ok ? await response.json() : null
  document.getElementById('who').textContent = session
    ? `You are signed in as ${session.username} (${session.role}).`
    : 'You are not signed in; “Sign in” below does it.'
}

/** Hides the operations that do not have the text, and the tags that have none left. */
function filter(text) {
  const wanted = text.toLowerCase()
  for (const section of document.querySelectorAll('section')) {
    const operations = [...section.querySelectorAll('details')]
    for (const operation of operations) {
      const told = operation.querySelector('summary').textContent.toLowerCase()
      operation.hidden = !told.includes(wanted)
    }
    section.hidden = operations.every((operation) => operation.hidden)
  }
}

/** An address like /docs#listDevices opens its operation. */
function openAddressed() {
  const addressed = document.getElementById(location.hash.slice(1))
  if (addressed?.tagName !== 'DETAILS') return
  addressed.open = true
  addressed.querySelector('summary').focus()
}

async function draw() {
  const response = await fetch('/openapi.json')
  const api = new Api(await response.json())
  const { title, version, description } = api.described.info
  document.querySelector('h1').textContent = `${title} API ${version}`
  document.getElementById('about').replaceChildren(...prose(description))
  const sections = api.operations().map(({ tag, operations }) => {
    const drawn = operations.map((operation) => drawOperation(api, operation))
    return element('section', {}, element('h2', {}, tag), ...drawn)
  })
  document.getElementById('operations').append(...sections)
  const search = document.getElementById('filter')
  search.addEventListener('input', () => filter(search.value))
  addEventListener('hashchange', openAddressed)
  openAddressed()
  await showCaller()
}

await draw()
