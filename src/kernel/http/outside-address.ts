import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * What is not the public internet (IANA, IPv4 Special-Purpose Address Registry, RFC 6890 and its followers): this host, private networks,
 * carriers' networks, link-local with the metadata services of clouds, documentation, tests, multicast and what is reserved.
 */
const closedV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/**
 * Within 2000::/3, all of IPv6 that is given out for the public internet (IANA, IPv6 Special-Purpose Address Registry): protocol assignments with Teredo
 * and ORCHID, documentation, and 6to4, which hides an IPv4 address.
 */
const closedV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const v4 = new BlockList()
for (const [net, bits] of closedV4) v4.addSubnet(net, bits, 'ipv4')
const v6 = new BlockList()
for (const [net, bits] of closedV6) v6.addSubnet(net, bits, 'ipv6')
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/**
 * Whether an IP address (as text, without brackets) is one of the public internet, where we may ask something. What is no address is none. An IPv4 address within
 * an IPv6 one (`::ffff:10.0.0.1`) counts as what it is.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !v4.check(address, 'ipv4')
  if (!isIPv6(address) || address.includes('%')) return false
  if (mapped.check(address, 'ipv6')) return isPublicAddress(mappedV4(address))
  return global.check(address, 'ipv6') && !v6.check(address, 'ipv6')
}

/** The IPv4 address in the last 32 bits, however it is written. */
function mappedV4(address: string): string {
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [high = '', low = ''] = written.split(':').slice(-2)
  const bytes = [high, low].flatMap((part) => {
    const number = Number.parseInt(part || '0', 16)
    return [number >> 8, number & 0xff]
  })
  return bytes.join('.')
}
