// A language model that says what a test wants, behind the streaming interface that the assistant asks.
import { createServer } from 'node:http'

const KEY = 'a-key-for-the-proof'

export async function startModel() {
  const model = { key: KEY, answer: 'No answer was prepared.', questions: [] }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => (body += data))
    request.on('end', () => reply(model, request, body, response))
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  model.url = `http://127.0.0.1:${server.address().port}`
  model.stop = () => server.close()
  return model
}

function reply(model, { url, headers }, body, response) {
  if (!url.includes(':streamGenerateContent') || headers['x-goog-api-key'] !== KEY) {
    response.writeHead(403).end()
    return
  }
  model.questions.push(body)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const [text, reason] of [
    [model.answer, undefined],
    ['', 'STOP'],
  ]) {
    const candidate = { content: { role: 'model', parts: [{ text }] }, finishReason: reason }
    response.write(`data: ${JSON.stringify({ candidates: [candidate] })}\r\n\r\n`)
  }
  response.end()
}
