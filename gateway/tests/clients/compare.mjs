// What a SockJS server answers where it does not matter what it serves: the same questions to the
// reference server and to ours. Prints every difference, and nothing if there is none.
//
// Usage: node compare.mjs <base URL of ours>

import http from 'node:http';
import sockjs from 'sockjs';
import { WebSocket } from 'ws';

const ours = process.argv[2];
const origin = 'http://localhost';

async function reference() {
  const echo = sockjs.createServer({ prefix: '/ws', log() {}, response_limit: 128 * 1024 });
  echo.on('connection', (connection) => connection.on('data', (data) => connection.write(data)));
  const server = http.createServer();
  echo.installHandlers(server);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { base: `http://127.0.0.1:${server.address().port}`, server };
}

async function ask(base, method, path, body) {
  const headers = { origin };
  if (body !== undefined) headers['content-type'] = 'text/plain';
  const answer = await fetch(base + path, { method, headers, body });
  return { answer, status: answer.status, kind: answer.headers.get('content-type') };
}

async function whole(base, method, path, body) {
  const { status, kind, answer } = await ask(base, method, path, body);
  return { status, kind, text: await answer.text() };
}

/** The status alone: what a 404 says is ours to say. */
async function status(base, method, path, body) {
  return (await whole(base, method, path, body)).status;
}

async function cors(base, path) {
  const { answer } = await ask(base, 'GET', path);
  await answer.text();
  const header = (name) => answer.headers.get(name);
  return [header('access-control-allow-origin'), header('access-control-allow-credentials'), header('cache-control')];
}

async function info(base) {
  const { answer, status: code, kind } = await ask(base, 'GET', '/ws/info');
  const { websocket, origins, cookie_needed, entropy } = await answer.json();
  return { code, kind: kind.split(';')[0], websocket, origins, needed: typeof cookie_needed, entropy: typeof entropy };
}

/** The beginning of a stream, and what a second listener hears meanwhile. */
async function stream(base) {
  const stop = new AbortController();
  const answer = await fetch(`${base}/ws/000/stream/xhr_streaming`, {
    method: 'POST',
    headers: { origin },
    signal: stop.signal,
  });
  const reader = answer.body.getReader();
  let text = '';
  while (!text.endsWith('o\n')) text += new TextDecoder().decode((await reader.read()).value);
  const second = await whole(base, 'POST', '/ws/000/stream/xhr');
  stop.abort();
  return { status: answer.status, kind: answer.headers.get('content-type'), text, second };
}

/** What a WebSocket hears first, and that nonsense closes it while nothing at all does not. */
async function websocket(base, nonsense) {
  const session = String(Math.random()).slice(2);
  const socket = new WebSocket(`${base.replace('http', 'ws')}/ws/000/${session}/websocket`, { origin });
  const heard = [];
  return new Promise((done) => {
    socket.on('message', (data) => {
      heard.push(String(data));
      socket.send('');
      socket.send('[]');
      socket.send(nonsense);
    });
    socket.on('error', () => {});
    socket.on('close', () => done(heard.slice(0, 1)));
  });
}

async function transcript(base) {
  const send = '/ws/000/poll/xhr_send';
  return {
    greeting: await whole(base, 'GET', '/ws'),
    greetingWithSlash: await whole(base, 'GET', '/ws/'),
    info: await info(base),
    cors: await cors(base, '/ws/info'),
    preflightOfInfo: await status(base, 'OPTIONS', '/ws/info'),
    preflightOfXhr: await status(base, 'OPTIONS', '/ws/000/poll/xhr'),
    sendToNobody: await status(base, 'POST', send, '["x"]'),
    opened: await whole(base, 'POST', '/ws/000/poll/xhr'),
    nothing: await whole(base, 'POST', send, ''),
    broken: await whole(base, 'POST', send, '["x'),
    sent: await whole(base, 'POST', send, '["\\n"]'),
    dotInServer: await status(base, 'POST', '/ws/0.0/x/xhr'),
    dotInSession: await status(base, 'POST', '/ws/000/x.y/xhr'),
    noSession: await status(base, 'POST', '/ws/000//xhr'),
    noTransport: await status(base, 'POST', '/ws/000/x/nonsense'),
    stream: await stream(base),
    brokenFrame: await websocket(base, '["x'),
  };
}

const { base, server } = await reference();
const [theirs, found] = [await transcript(base), await transcript(ours)];
for (const [question, expected] of Object.entries(theirs)) {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found[question])];
  if (wanted !== got) console.log(`${question}: the reference says ${wanted}, ours ${got}`);
}
server.close();
process.exit(0);
