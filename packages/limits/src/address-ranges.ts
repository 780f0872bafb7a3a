import ipaddr from "ipaddr.js";

const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
const bitsOf = (text: string): number => (text.includes(":") ? 128 : 32);

/** The network that a range lies in, or null where the text is none. */
function networkOf(range: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(range)) return ipaddr.IPv4.networkAddressFromCIDR(range);
  return ipaddr.IPv6.isValidCIDR(range) ? ipaddr.IPv6.networkAddressFromCIDR(range) : null;
}

/**
 * Reads a range of addresses as people write it: a network in CIDR notation, or one address.
 *
 * @returns for example `203.0.113.0/24` or `2001:db8::/32`; null for what is none, for a network with bits beyond its prefix
 * (`10.0.0.1/8`: one address, or millions?), and for IPv4 that is mapped into IPv6
 * @see RFC 4632 section 3.1; RFC 5952
 */
export function readAddressRange(text: string): string | null {
  const range = isAddress(text) ? `${text}/${bitsOf(text)}` : text;
  const network = networkOf(range);
  if (network === null) return null;
  const [address, bits] = ipaddr.parseCIDR(range);
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  return isMapped || address.toString() !== network.toString() ? null : `${address.toString()}/${bits}`;
}

/**
 * Prepares ranges to be asked often.
 *
 * @param ranges as `readAddressRange` gives them
 * @returns whether an address, as the socket or a trusted proxy named it, lies in one of them; what is no address lies in none
 */
export function addressRanges(ranges: readonly string[]): (ip: string | null) => boolean {
  const networks = ranges.map((range) => ipaddr.parseCIDR(range));
  return (ip) => {
    if (ip === null || !ipaddr.isValid(ip)) return false;
    const address = ipaddr.process(ip);
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  };
}
