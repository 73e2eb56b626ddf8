import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDistinctHostPorts, formatPort, parsePort, portsOfNode } from './ports.ts';

const number = fc.integer({ min: 1, max: 65535 });

test('what is formatted is parsed again', () => {
  const port = fc
    .record({
      address: fc.constantFrom('', '127.0.0.1', '::1'),
      hostPort: fc.option(number),
      nodePort: number,
      protocol: fc.constantFrom('tcp', 'udp'),
    })
    .map((each) => (each.hostPort === null ? { ...each, address: '' } : each));
  fc.assert(
    fc.property(port, (each) => {
      expect(parsePort(formatPort(each))).toEqual([each]);
    }),
  );
});

test('every notation of Compose is read', () => {
  const tcp = { address: '', protocol: 'tcp' };
  expect(parsePort(80)).toEqual([{ ...tcp, hostPort: null, nodePort: 80 }]);
  expect(parsePort('8080:80')).toEqual([{ ...tcp, hostPort: 8080, nodePort: 80 }]);
  expect(parsePort('127.0.0.1:8080:80/udp')).toEqual([
    { address: '127.0.0.1', hostPort: 8080, nodePort: 80, protocol: 'udp' },
  ]);
  expect(parsePort('8000-8001:80-81')).toEqual([
    { ...tcp, hostPort: 8000, nodePort: 80 },
    { ...tcp, hostPort: 8001, nodePort: 81 },
  ]);
  expect(parsePort({ target: 80, published: '8080', host_ip: '0.0.0.0' })).toEqual([
    { address: '0.0.0.0', hostPort: 8080, nodePort: 80, protocol: 'tcp' },
  ]);
});

test.each(['', 'http', '80:', '70000', '0:80', '8000-8002:80', '90-80', 'a:80:80'])(
  '“%s” is refused by name',
  (text) => {
    expect(() => parsePort(text)).toThrowError(expect.objectContaining({ code: 'bad-input' }));
    expect(() => parsePort(text)).toThrowError(`“${text}”`);
  },
);

test('only the first node of a role has the fixed port', () => {
  const ports = parsePort('8080:80');
  expect(portsOfNode(ports, true)).toEqual(ports);
  expect(portsOfNode(ports, false)).toEqual([{ ...ports[0], hostPort: null }]);
});

test('two nodes that ask for one port of this machine are named', () => {
  const ports = parsePort('8080:80');
  const ask = () =>
    assertDistinctHostPorts([
      { node: 'web', ports },
      { node: 'api', ports },
    ]);
  expect(ask).toThrowError(/“web” and “api” both publish port 8080/);
});
