/**
 * Goal: a probe tells an answer from none, and never waits longer than it may.
 * Method: real servers on the loopback that answer, refuse, say errors, or keep silent.
 */
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemProbes } from '../../../runtime/host/probes.ts';

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const web = createHttp((request, response) => {
  response.statusCode = Number(request.url?.slice(1));
  response.end();
});
const silent = createTcp(() => {});
let webPort = 0;
let silentPort = 0;

beforeAll(async () => {
  webPort = await listen(web);
  silentPort = await listen(silent);
});

afterAll(() => {
  web.close();
  silent.close();
});

describe('a probe', () => {
  it.each([
    [200, null],
    [204, null],
    [302, null],
    [404, 'Expected status 200 to 399, got 404.'],
    [503, 'Expected status 200 to 399, got 503.'],
  ])('by http, answered with %i', async (status, reason) => {
    expect(await systemProbes.http(`http://127.0.0.1:${webPort}/${status}`, 2_000)).toBe(reason);
  });

  it('by http, of one who keeps silent, is given up in time', async () => {
    const answer = await systemProbes.http(`http://127.0.0.1:${silentPort}/`, 300);
    expect(answer).toBe('No answer within 300 ms.');
  });

  it('by http, of no address at all', async () => {
    expect(await systemProbes.http('not an address', 300)).toBe(
      'Expected an address, got not an address.',
    );
  });

  it('by tcp', async () => {
    expect(await systemProbes.tcp(silentPort, 2_000)).toBeNull();
    const gone = createTcp();
    const port = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect(await systemProbes.tcp(port, 2_000)).toBe('ECONNREFUSED');
    expect(await systemProbes.http(`http://127.0.0.1:${port}/`, 2_000)).toBe('ECONNREFUSED');
  });
});
