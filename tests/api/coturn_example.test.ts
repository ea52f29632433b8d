import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hours } from '../support/clock.ts'
import { Coturn } from '../support/coturn.ts'
import { allocateAt, TurnClient } from '../support/turn.ts'

const config = await readFile(resolve(import.meta.dirname, '../../deploy/coturn/turnserver.conf'), 'utf8')

interface Range {
  family: 4 | 6
  first: bigint
  last: bigint
}

function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const middle = Array<string>(8 - head.length - tail.length).fill('0')
  return [...head, ...middle, ...tail].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n)
}

const familyOf = (address: string) => (address.includes(':') ? 6 : 4)

function networkOf(cidr: string): Range {
  const [address = '', bits = ''] = cidr.split('/')
  const family = familyOf(address)
  const first = numberOf(address)
  return { family, first, last: first + (1n << BigInt((family === 4 ? 32 : 128) - Number(bits))) - 1n }
}

const denied: Range[] = [...config.matchAll(/^denied-peer-ip=([^-\s]+)-(\S+)$/gm)].map(([, first = '', last = '']) => ({
  family: familyOf(first),
  first: numberOf(first),
  last: numberOf(last),
}))

const isDenied = ({ family, first, last }: Range) =>
  denied.some((range) => range.family === family && range.first <= first && last <= range.last)

/** Multicast, and what IANA's special-purpose registries (RFC 6890) call not globally reachable or veiled IPv4. */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '255.255.255.255/32'],
  ...['::1/128', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  ...['2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]

const publicAddresses = ['1.1.1.1', '9.255.255.255', '100.128.0.0', '172.32.0.0', '192.0.1.0', '223.255.255.255']
const publicAddresses6 = ['2001:200::', '2001:4860:4860::8888', '2400:cb00::1', '2a00:1450::1', '2003::1']

describe('the ranges that the example forbids', () => {
  test('are_written_as_ranges', () => {
    expect(denied).toHaveLength(config.match(/^denied-peer-ip/gm)?.length ?? 0)
    for (const { first, last } of denied) expect(first).toBeLessThanOrEqual(last)
  })

  test.each(special)('cover %s', (network) => expect(isDenied(networkOf(network))).toBe(true))

  test.each([...publicAddresses, ...publicAddresses6])('leave %s', (address) => {
    expect(isDenied(networkOf(`${address}/${familyOf(address) === 4 ? 32 : 128}`))).toBe(false)
  })
})

test('the_example_names_no_secret_that_somebody_could_leave_in_it', () => {
  expect(config).toMatch(/^use-auth-secret$/m)
  expect(config).not.toMatch(/^(static-auth-secret|lt-cred-mech|no-auth|user=|allow-loopback-peers|allowed-peer-ip)/m)
})

describe('a real coturn with the example', () => {
  const withExample = async (work: (coturn: Coturn) => Promise<void>) => {
    const coturn = await Coturn.start({ config })
    try {
      await work(coturn)
    } finally {
      await coturn.stop()
    }
  }

  test('sends_to_public_addresses_and_to_no_other', () =>
    withExample(async (coturn) => {
      const client = await TurnClient.open(coturn.port, Coturn.credential(coturn.secret, Date.now() + hours(1)))
      try {
        expect(await client.allocate()).toBe(0)
        for (const network of special.filter((one) => !one.includes(':'))) {
          expect(await client.permit(network.split('/')[0] as string), network).toBe(403)
        }
        for (const address of publicAddresses) expect(await client.permit(address), address).toBe(0)
      } finally {
        client.close()
      }
    }))

  test('counts_a_person_in_a_call_together_whenever_the_credential_was_made', () =>
    withExample(async (coturn) => {
      const answers = []
      for (let i = 0; i < 17; ++i) {
        const user = Coturn.credential(coturn.secret, Date.now() + hours(1) + i * 1000, 'one-person')
        answers.push(await allocateAt(coturn.port, user))
      }
      expect(answers).toEqual([...Array(16).fill(0), 486])
      const other = Coturn.credential(coturn.secret, Date.now() + hours(1), 'another')
      expect(await allocateAt(coturn.port, other)).toBe(0)
    }))
})
