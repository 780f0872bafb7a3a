import ipaddr from "ipaddr.js";

/** One household or one rented server has a /64 at least, so single addresses in it are free to the attacker. */
const PREFIX_GROUPS = 4;

/**
 * The key under which an IP address is counted: IPv4 whole, also where it arrives mapped into IPv6; IPv6 by /64.
 *
 * @param ip as the socket or a trusted proxy named it; a zone (`%eth0`) is ignored
 * @returns for example `203.0.113.7` or `2001:db8:0:1::/64`; one and the same key for everything that is no address
 * @see RFC 4291 section 2.5.5.2 (mapped addresses); RFC 6177 section 2 (a site gets a /64 or more)
 */
export function addressKey(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return "unknown";
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const groups = address.parts.map((part, index) => (index < PREFIX_GROUPS ? part : 0));
  return `${new ipaddr.IPv6(groups).toString()}/64`;
}
