import { runVectors } from './vectors.ts';

runVectors(
  'numbers, truth values and null',
  `
- name: a number matches itself and its text
  detection: {selection: {code: 404}}
  matches: [{code: 404}, {code: '404'}]
  misses: [{code: 4040}, {code: '0404'}, {code: null}, {}]
- name: a text of digits matches the number
  detection: {selection: {code: '404'}}
  matches: [{code: 404}, {code: '404'}]
- name: a fraction
  detection: {selection: {code: 1.5}}
  matches: [{code: 1.5}, {code: '1.5'}]
  misses: [{code: 15}]
- name: a negative number
  detection: {selection: {code: -1}}
  matches: [{code: -1}, {code: '-1'}]
  misses: [{code: 1}]
- name: zero is neither null nor empty
  detection: {selection: {code: 0}}
  matches: [{code: 0}]
  misses: [{code: null}, {code: ''}, {code: false}, {}]
- name: true matches itself and its text
  detection: {selection: {mfa: true}}
  matches: [{mfa: true}, {mfa: 'true'}, {mfa: 'True'}]
  misses: [{mfa: false}, {mfa: 1}, {}]
- name: the text false matches the truth value
  detection: {selection: {mfa: 'false'}}
  matches: [{mfa: false}]
  misses: [{mfa: true}, {}]
- name: a list of numbers is any of them
  detection: {selection: {port: [22, 3389]}}
  matches: [{port: 22}, {port: '3389'}]
  misses: [{port: 2233}]
- name: null is a field that is null or missing
  detection: {selection: {error: null}}
  matches: [{error: null}, {}, {other: 1}]
  misses: [{error: ''}, {error: 0}, {error: false}, {error: x}]
- name: an empty list has no value
  detection: {selection: {error: null}}
  matches: [{error: []}]
- name: not null by negation
  detection: {selection: {name: x}, empty: {error: null}, condition: selection and not empty}
  matches: [{name: x, error: y}]
  misses: [{name: x}, {name: x, error: null}]
- name: null in a list beside others
  detection: {selection: {error: ['', null]}}
  matches: [{error: ''}, {}]
  misses: [{error: x}]
- name: null takes no contains
  detection: {selection: {error|contains: null}}
  rejected: modifier-misused
- name: an object is no text
  detection: {selection: {request: x}}
  misses: [{request: {x: x}}]
- name: contains sees an object as its JSON text
  detection: {selection: {request|contains: '"cidr":"0.0.0.0/0"'}}
  matches: [{request: {list: [{cidr: 0.0.0.0/0}]}}]
  misses: [{request: {list: [{cidr: 10.0.0.0/8}]}}]
`,
);

runVectors(
  'exists',
  `
- name: a field that is there
  detection: {selection: {error|exists: true}}
  matches: [{error: x}, {error: ''}, {error: null}, {error: 0}, {error: []}, {error: {}}]
  misses: [{}, {errors: x}]
- name: a field that is not
  detection: {selection: {error|exists: false}}
  matches: [{}, {errors: x}]
  misses: [{error: null}, {error: ''}]
- name: a field below another
  detection: {selection: {user.session|exists: true}}
  matches: [{user: {session: null}}]
  misses: [{user: {}}, {user: null}, {user: text}]
- name: yes and no are what YAML 1.1 made of them
  detection: {selection: {error|exists: yes}}
  matches: [{error: x}]
  misses: [{}]
- name: exists takes a truth value
  detection: {selection: {error|exists: maybe}}
  rejected: value-malformed
- name: exists takes one value
  detection: {selection: {error|exists: [true, false]}}
  rejected: value-malformed
- name: exists takes no other modifier
  detection: {selection: {error|exists|all: true}}
  rejected: modifier-misused
`,
);

runVectors(
  'neq',
  `
- name: different from a text
  detection: {selection: {user|neq: root}}
  matches: [{user: alice}, {user: ''}]
  misses: [{user: ROOT}]
- name: a missing field is different, as it is under not
  detection: {selection: {user|neq: root}}
  matches: [{}, {user: null}]
- name: different from a number
  detection: {selection: {port|neq: 443}}
  matches: [{port: 80}]
  misses: [{port: 443}, {port: '443'}]
- name: different from all of a list
  detection: {selection: {port|neq: [80, 443]}}
  matches: [{port: 22}]
  misses: [{port: 80}, {port: 443}]
- name: no member may be the value
  detection: {selection: {users|neq: root}}
  matches: [{users: [alice, bob]}, {users: []}]
  misses: [{users: [alice, root]}]
- name: neq and contains
  detection: {selection: {path|contains|neq: etc}}
  matches: [{path: /usr}]
  misses: [{path: /etc/x}]
- name: neq and cidr
  detection: {selection: {ip|cidr|neq: 10.0.0.0/8}}
  matches: [{ip: 192.0.2.1}]
  misses: [{ip: 10.1.1.1}]
- name: neq and null is not null
  detection: {selection: {error|neq: null}}
  matches: [{error: x}]
  misses: [{}, {error: null}]
- name: neq and re
  detection: {selection: {path|re|neq: '^/etc'}}
  matches: [{path: /usr}]
  misses: [{path: /etc/x}]
`,
);

runVectors(
  'numbers compared',
  `
- name: lt
  detection: {selection: {size|lt: 10}}
  matches: [{size: 9}, {size: -1}, {size: '9.5'}]
  misses: [{size: 10}, {size: 11}, {size: ''}, {size: x}, {}]
- name: lte
  detection: {selection: {size|lte: 10}}
  matches: [{size: 10}]
  misses: [{size: 10.1}]
- name: gt
  detection: {selection: {size|gt: 10}}
  matches: [{size: 11}, {size: '100'}]
  misses: [{size: 10}, {size: '9'}]
- name: gte
  detection: {selection: {size|gte: 10}}
  matches: [{size: 10}, {size: '1e2'}]
  misses: [{size: 9}]
- name: a text that only begins with a number is none
  detection: {selection: {size|gt: 10}}
  misses: [{size: 11 bytes}, {size: '0x20'}, {size: true}, {size: null}]
- name: a range by two items
  detection: {selection: {size|gte: 10, size|lt: 20}}
  matches: [{size: 10}, {size: 19}]
  misses: [{size: 9}, {size: 20}]
- name: any member of a list
  detection: {selection: {sizes|gt: 10}}
  matches: [{sizes: [1, 20]}]
  misses: [{sizes: [1, 2]}]
- name: a bound that is written as a text
  detection: {selection: {size|gt: '10'}}
  matches: [{size: 11}]
- name: a bound that is no number
  detection: {selection: {size|gt: many}}
  rejected: value-malformed
- name: two orders at once
  detection: {selection: {size|gt|lt: 10}}
  rejected: modifier-misused
`,
);

runVectors(
  'parts of times',
  `
- name: the minute
  detection: {selection: {at|minute: 5}}
  matches: [{at: '2026-11-01T10:05:59Z'}]
  misses: [{at: '2026-11-01T05:10:00Z'}, {at: x}, {}]
- name: the hour as it is written
  detection: {selection: {at|hour: 23}}
  matches: [{at: '2026-11-01T23:10:00Z'}, {at: '2026-11-01T23:10:00+09:00'}, {at: '2026-11-01 23:10'}]
  misses: [{at: '2026-11-01T22:59:59Z'}, {at: '2026-11-01'}]
- name: the day
  detection: {selection: {at|day: [1, 31]}}
  matches: [{at: '2026-12-31T00:00:00Z'}, {at: '2026-11-01'}]
  misses: [{at: '2026-11-02'}]
- name: the month
  detection: {selection: {at|month: 11}}
  matches: [{at: '2026-11-30'}]
  misses: [{at: '2026-10-11'}]
- name: the year
  detection: {selection: {at|year: 2026}}
  matches: [{at: '2026-01-01T00:00:00Z'}]
  misses: [{at: '2025-12-31T23:59:59Z'}]
- name: the week, as ISO 8601 counts
  detection: {selection: {at|week: 1}}
  matches: [{at: '2026-01-01'}, {at: '2025-12-29'}]
  misses: [{at: '2027-01-01'}, {at: '2026-01-05'}]
- name: parts compared
  detection: {selection: {at|hour|gte: 22}}
  matches: [{at: '2026-11-01T22:00:00Z'}]
  misses: [{at: '2026-11-01T21:59:00Z'}]
- name: hours outside of a range
  detection: {early: {at|hour|lt: 7}, late: {at|hour|gte: 20}, condition: early or late}
  matches: [{at: '2026-11-01T06:59:00Z'}, {at: '2026-11-01T20:00:00Z'}]
  misses: [{at: '2026-11-01T07:00:00Z'}]
- name: seconds and milliseconds since 1970
  detection: {selection: {at|hour: 3}}
  matches: [{at: 10800}, {at: 1761966000}, {at: 1761966000000}, {at: '1761966000'}]
  misses: [{at: 0}]
- name: two parts at once
  detection: {selection: {at|hour|minute: 3}}
  rejected: modifier-misused
`,
);

runVectors(
  'networks',
  `
- name: an IPv4 network
  detection: {selection: {ip|cidr: 192.0.2.0/24}}
  matches: [{ip: 192.0.2.0}, {ip: 192.0.2.255}]
  misses: [{ip: 192.0.3.0}, {ip: 192.0.2}, {ip: 192.0.2.1.1}, {ip: 192.0.2.256}, {ip: ec2.amazonaws.com}, {}]
- name: several networks
  detection: {selection: {ip|cidr: [10.0.0.0/8, 192.0.2.0/25]}}
  matches: [{ip: 10.255.1.2}, {ip: 192.0.2.127}]
  misses: [{ip: 192.0.2.128}]
- name: the whole of IPv4 is not IPv6
  detection: {selection: {ip|cidr: 0.0.0.0/0}}
  matches: [{ip: 203.0.113.9}]
  misses: [{ip: '2001:db8::1'}]
- name: one address
  detection: {selection: {ip|cidr: 192.0.2.7/32}}
  matches: [{ip: 192.0.2.7}]
  misses: [{ip: 192.0.2.6}]
- name: an address without a prefix length
  detection: {selection: {ip|cidr: 192.0.2.7}}
  matches: [{ip: 192.0.2.7}]
  misses: [{ip: 192.0.2.8}]
- name: bits behind the prefix do not count
  detection: {selection: {ip|cidr: 10.1.2.3/8}}
  matches: [{ip: 10.200.0.1}]
- name: an IPv6 network, however the address is written
  detection: {selection: {ip|cidr: '2001:db8::/32'}}
  matches: [{ip: '2001:db8::1'}, {ip: '2001:0DB8:0:0:0:0:0:1'}]
  misses: [{ip: '2001:db9::1'}, {ip: 192.0.2.1}]
- name: IPv4 written as IPv6
  detection: {selection: {ip|cidr: 192.0.2.0/24}}
  matches: [{ip: '::ffff:192.0.2.9'}]
  misses: [{ip: '::ffff:192.0.3.9'}]
- name: a network of IPv4 written as IPv6
  detection: {selection: {ip|cidr: '::ffff:192.0.2.0/120'}}
  matches: [{ip: 192.0.2.9}]
  misses: [{ip: 192.0.3.9}]
- name: any member of a list
  detection: {selection: {ips|cidr: 10.0.0.0/8}}
  matches: [{ips: [192.0.2.1, 10.0.0.1]}]
  misses: [{ips: [192.0.2.1]}]
- name: no network
  detection: {selection: {ip|cidr: 10.0.0.0/33}}
  rejected: value-malformed
- name: no address
  detection: {selection: {ip|cidr: 10.*}}
  rejected: value-malformed
`,
);
