/**
 * Asks a local server whether it is there. An answer is the absence of a reason.
 *
 * @spec timeline language
 */
import { get } from 'node:http';
import { connect } from 'node:net';
import type { Probes } from './host.ts';

export const systemProbes: Probes = {
  tcp: (port, timeoutMs) =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      const timer = setTimeout(() => end(`No connection within ${timeoutMs} ms.`), timeoutMs);
      const end = (reason: string | null): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(reason);
      };
      socket.once('connect', () => end(null));
      socket.once('error', (error) => end(codeOf(error)));
    }),
  http: (url, timeoutMs) =>
    new Promise((resolve) => {
      if (!URL.canParse(url)) return resolve(`Expected an address, got ${url}.`);
      const request = get(url, { agent: false }, (response) => {
        const status = response.statusCode ?? 0;
        end(status >= 200 && status < 400 ? null : `Expected status 200 to 399, got ${status}.`);
      });
      const timer = setTimeout(() => end(`No answer within ${timeoutMs} ms.`), timeoutMs);
      const end = (reason: string | null): void => {
        clearTimeout(timer);
        request.destroy();
        resolve(reason);
      };
      request.on('error', (error) => end(codeOf(error)));
    }),
  page: (url, timeoutMs, bytesMax) =>
    new Promise((resolve) => {
      if (!URL.canParse(url)) return resolve({ error: `Expected an address, got ${url}.` });
      const chunks: Buffer[] = [];
      let length = 0;
      const request = get(url, { agent: false }, (response) => {
        const status = response.statusCode ?? 0;
        if (status !== 200) end({ error: `Expected status 200, got ${status}.` });
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > bytesMax) end({ error: `Expected at most ${bytesMax} bytes.` });
          else chunks.push(chunk);
        });
        response.on('end', () => end({ bytes: Buffer.concat(chunks) }));
        response.on('error', (error) => end({ error: codeOf(error) }));
      });
      const timer = setTimeout(
        () => end({ error: `No answer within ${timeoutMs} ms.` }),
        timeoutMs,
      );
      const end = (answer: Awaited<ReturnType<Probes['page']>>): void => {
        clearTimeout(timer);
        request.destroy();
        resolve(answer);
      };
      request.on('error', (error) => end({ error: codeOf(error) }));
    }),
};

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}
