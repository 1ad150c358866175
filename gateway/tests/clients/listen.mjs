// One client of the field: `@stomp/stompjs` over one transport, heard and answered line by line.
//
// Usage: node listen.mjs <transport> <base URL> <token> <user id>

import { Client } from '@stomp/stompjs';
import SockJS from 'sockjs-client';
import { WebSocket } from 'ws';

const [transport, base, token, user] = process.argv.slice(2);

function open() {
  if (transport === 'plain') {
    return new WebSocket(`${base.replace('http', 'ws')}/ws/websocket`, ['v12.stomp']);
  }
  return new SockJS(`${base}/ws`, null, { transports: [transport] });
}

function say(what, value = '') {
  process.stdout.write(`${what} ${value}\n`);
}

const client = new Client({
  webSocketFactory: open,
  connectHeaders: { Authorization: `Bearer ${token}` },
  reconnectDelay: 0,
  onConnect(frame) {
    say('connected', frame.headers.version);
    client.subscribe(
      `/topic/live/${user}`,
      (message) => {
        say('heard', message.body);
        if (JSON.parse(message.body).last) client.deactivate();
      },
      { receipt: 'listening' },
    );
    client.watchForReceipt('listening', () => say('listening'));
    client.publish({
      destination: '/app/chat',
      body: JSON.stringify({ content: `over ${transport}` }),
      headers: { receipt: 'sent' },
    });
    client.watchForReceipt('sent', () => say('sent'));
  },
  onStompError: (frame) => say('refused', frame.headers.message),
  onWebSocketClose: (event) => say('closed', event.code),
});
client.activate();
