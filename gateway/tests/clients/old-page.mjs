// A page that behaves as the old one does, in Chromium: it signs in, opens two SockJS connections to
// `http://localhost/ws` without a credential in CONNECT, and says line by line what it hears.
//
// Usage: node old-page.mjs <username> <password>

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [username, password] = process.argv.slice(2);
const PATIENCE = 60_000;

const library = (file) => readFile(new URL(`node_modules/${file}`, import.meta.url), 'utf8');
const scripts = [
  await library('sockjs-client/dist/sockjs.min.js'),
  await library('@stomp/stompjs/bundles/stomp.umd.min.js'),
];

// Runs in the page.
async function behave({ username, password }) {
  const login = await fetch('/api/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    credentials: 'include',
    body: JSON.stringify({ username, password }),
  });
  const { userId } = await login.json();
  const connect = (topic, word) =>
    new Promise((resolve, reject) => {
      const client = StompJs.Stomp.over(() => new SockJS('http://localhost/ws'));
      client.reconnectDelay = 0;
      client.debug = () => {};
      const listen = () => {
        client.subscribe(topic, (message) => say(`${word} ${message.body}`));
        resolve(client);
      };
      client.connect({}, listen, (frame) => reject(new Error(String(frame?.headers?.message))));
    });
  await connect(`/topic/notifications/${userId}`, 'notified');
  const chat = await connect(`/topic/messages/${userId}`, 'answered');
  const message = { senderId: 'x', senderName: 'Admin', content: 'Why so much?', admin: true };
  chat.send('/app/chat', { receipt: 'sent' }, JSON.stringify(message));
  await new Promise((taken) => chat.watchForReceipt('sent', taken));
}

const profile = await mkdtemp(join(tmpdir(), 'ems-old-page-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.EMS_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  // The old page brings its own rules; ours would not let its scripts in.
  bypassCSP: true,
  // Chromium's sandbox cannot be set up by root.
  args: process.getuid() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});
context.setDefaultTimeout(PATIENCE);
try {
  const page = context.pages()[0];
  const heard = [];
  let both;
  const all = new Promise((resolve) => (both = resolve));
  await page.exposeFunction('say', (line) => {
    process.stdout.write(`${line}\n`);
    if (heard.push(line.split(' ')[0]) && heard.includes('notified') && heard.includes('answered')) both();
  });
  page.on('console', (message) => process.stderr.write(`${message.text()}\n`));
  // Any document of this origin will do: what counts is where it comes from.
  await page.goto('http://localhost/api/auth/health');
  for (const content of scripts) await page.addScriptTag({ content });
  await page.evaluate(behave, { username, password });
  process.stdout.write('listening\n');
  await Promise.race([all, page.waitForTimeout(PATIENCE)]);
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
