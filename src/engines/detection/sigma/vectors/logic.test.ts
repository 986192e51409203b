import { runVectors } from './vectors.ts';

runVectors(
  'maps and lists',
  `
- name: all items of a map
  detection: {selection: {a: 1, b: 2}}
  matches: [{a: 1, b: 2}]
  misses: [{a: 1}, {b: 2}, {a: 1, b: 3}]
- name: any map of a list
  detection: {selection: [{a: 1}, {b: 2, c: 3}]}
  matches: [{a: 1}, {b: 2, c: 3}]
  misses: [{b: 2}, {c: 3}]
- name: one field twice with different modifiers
  detection: {selection: {path|startswith: /a, path|endswith: z}}
  matches: [{path: /a/z}]
  misses: [{path: /a}]
- name: a dotted path
  detection: {selection: {user.session.mfa: 'true'}}
  matches: [{user: {session: {mfa: true}}}]
  misses: [{user: {session: {}}}, {user: null}, {user: x}]
- name: a list on the way means any member
  detection: {selection: {rules.cidr: 0.0.0.0/0}}
  matches: [{rules: [{cidr: 10.0.0.0/8}, {cidr: 0.0.0.0/0}]}]
  misses: [{rules: [{cidr: 10.0.0.0/8}]}, {rules: []}]
- name: a list at the end means any member
  detection: {selection: {tags: red}}
  matches: [{tags: [blue, RED]}]
  misses: [{tags: [blue]}, {tags: []}]
- name: lists in lists
  detection: {selection: {tags: red}}
  matches: [{tags: [[blue, [red]]]}]
- name: all asks for some member for each value
  detection: {selection: {tags|all: [red, blue]}}
  matches: [{tags: [blue, green, red]}]
  misses: [{tags: [red]}]
- name: not asks that no member matches
  detection: {selection: {a: 1}, filter: {tags: red}, condition: selection and not filter}
  matches: [{a: 1, tags: [blue]}, {a: 1}]
  misses: [{a: 1, tags: [blue, red]}]
- name: two items may be about different members
  detection: {selection: {rules.port: 22, rules.cidr: 0.0.0.0/0}}
  matches: [{rules: [{port: 22, cidr: 10.0.0.0/8}, {port: 443, cidr: 0.0.0.0/0}]}]
- name: an empty selection
  detection: {selection: {}}
  rejected: detection-malformed
- name: an empty list of values
  detection: {selection: {a: []}}
  rejected: detection-malformed
- name: a map as a value
  detection: {selection: {a: {b: 1}}}
  rejected: detection-malformed
- name: an unknown modifier
  detection: {selection: {a|resembles: b}}
  rejected: modifier-unknown
`,
);

runVectors(
  'keywords',
  String.raw`
- name: a keyword is anywhere in any value
  detection: {selection: [mimikatz]}
  matches: [{line: run Mimikatz.exe}, {a: {b: [{c: mimikatz}]}}]
  misses: [{mimikatz: 1}, {a: mimi, b: katz}]
- name: any of several
  detection: {selection: [one, two]}
  matches: [{a: one}, {a: [x, two]}]
  misses: [{a: three}]
- name: a keyword alone, without a list
  detection: {selection: one}
  matches: [{a: x one y}]
- name: all of them, in whatever values
  detection: {selection: {'|all': [one, two]}}
  matches: [{a: one, b: two}, {a: two one}]
  misses: [{a: one}]
- name: a number among the values
  detection: {selection: [4625]}
  matches: [{id: 4625}, {id: '4625'}]
  misses: [{id: 46}]
- name: wildcards in keywords
  detection: {selection: ['one*two']}
  matches: [{a: one or two}]
  misses: [{a: one, b: two}]
- name: keywords and maps in one list
  detection: {selection: [one, {a: 2}]}
  matches: [{x: one}, {a: 2}]
  misses: [{x: 2}]
- name: an expression as a keyword
  detection: {selection: {'|re': '\d{4}-x'}}
  matches: [{a: {b: 1234-x}}]
  misses: [{a: 12-x}]
- name: cased keywords
  detection: {selection: {'|cased': [One]}}
  matches: [{a: One}]
  misses: [{a: one}]
- name: keywords that are not there
  detection: {selection: {a: 1}, words: [test], condition: selection and not words}
  matches: [{a: 1, b: x}]
  misses: [{a: 1, b: a test}]
- name: fieldref without a field
  detection: {selection: {'|fieldref': a}}
  rejected: modifier-misused
`,
);

runVectors(
  'conditions',
  String.raw`
- name: and
  detection: {a: {a: 1}, b: {b: 1}, condition: a and b}
  matches: [{a: 1, b: 1}]
  misses: [{a: 1}, {b: 1}]
- name: or
  detection: {a: {a: 1}, b: {b: 1}, condition: a or b}
  matches: [{a: 1}, {b: 1}]
  misses: [{}]
- name: not
  detection: {a: {a: 1}, condition: not a}
  matches: [{}]
  misses: [{a: 1}]
- name: and binds tighter than or
  detection: {a: {a: 1}, b: {b: 1}, c: {c: 1}, condition: a or b and c}
  matches: [{a: 1}, {b: 1, c: 1}]
  misses: [{b: 1}, {c: 1}]
- name: not binds tighter than and
  detection: {a: {a: 1}, b: {b: 1}, condition: not a and b}
  matches: [{b: 1}]
  misses: [{a: 1, b: 1}, {}]
- name: parentheses
  detection: {a: {a: 1}, b: {b: 1}, c: {c: 1}, condition: (a or b) and c}
  matches: [{a: 1, c: 1}, {b: 1, c: 1}]
  misses: [{a: 1}, {c: 1}]
- name: not of parentheses
  detection: {a: {a: 1}, b: {b: 1}, condition: not (a and b)}
  matches: [{a: 1}, {}]
  misses: [{a: 1, b: 1}]
- name: not not
  detection: {a: {a: 1}, condition: not not a}
  matches: [{a: 1}]
  misses: [{}]
- name: operators in capitals
  detection: {a: {a: 1}, b: {b: 1}, condition: a AND NOT b OR b AND NOT a}
  matches: [{a: 1}, {b: 1}]
  misses: [{a: 1, b: 1}, {}]
- name: 1 of them leaves out what begins with an underscore
  detection: {a: {a: 1}, b: {b: 1}, _c: {c: 1}, condition: 1 of them}
  matches: [{a: 1}, {b: 1}]
  misses: [{c: 1}]
- name: all of them
  detection: {a: {a: 1}, b: {b: 1}, _c: {c: 1}, condition: all of them}
  matches: [{a: 1, b: 1}]
  misses: [{a: 1, c: 1}]
- name: 1 of a pattern
  detection: {sel_a: {a: 1}, sel_b: {b: 1}, other: {c: 1}, condition: 1 of sel_*}
  matches: [{a: 1}, {b: 1}]
  misses: [{c: 1}]
- name: all of a pattern
  detection: {sel_a: {a: 1}, sel_b: {b: 1}, other: {c: 1}, condition: all of sel_*}
  matches: [{a: 1, b: 1}]
  misses: [{a: 1}, {a: 1, c: 1}]
- name: stars anywhere in a pattern
  detection: {x_sel_a: {a: 1}, y_sel_a: {b: 1}, x_sel_b: {c: 1}, condition: 1 of *_sel_a}
  matches: [{a: 1}, {b: 1}]
  misses: [{c: 1}]
- name: any of is 1 of
  detection: {sel_a: {a: 1}, sel_b: {b: 1}, condition: any of sel_*}
  matches: [{b: 1}]
  misses: [{}]
- name: 2 of a pattern
  detection: {sel_a: {a: 1}, sel_b: {b: 1}, sel_c: {c: 1}, condition: 2 of sel_*}
  matches: [{a: 1, c: 1}, {a: 1, b: 1, c: 1}]
  misses: [{a: 1}, {}]
- name: selection and not 1 of filters
  detection: {selection: {a: 1}, filter_x: {x: 1}, filter_y: {y: 1}, condition: selection and not 1 of filter_*}
  matches: [{a: 1}, {a: 1, z: 1}]
  misses: [{a: 1, x: 1}, {a: 1, y: 1}]
- name: not binds looser than of
  detection: {a: {a: 1}, f1: {x: 1}, f2: {y: 1}, condition: a and not all of f*}
  matches: [{a: 1, x: 1}]
  misses: [{a: 1, x: 1, y: 1}]
- name: a list of conditions is any of them
  detection: {a: {a: 1}, b: {b: 1}, condition: [a, b]}
  matches: [{a: 1}, {b: 1}]
  misses: [{}]
- name: names with dashes, dots and digits
  detection: {sel-1.a: {a: 1}, condition: sel-1.a}
  matches: [{a: 1}]
- name: spaces and lines
  detection: {a: {a: 1}, b: {b: 1}, condition: "  (a\n   and b )"}
  matches: [{a: 1, b: 1}]
- name: a selection that is not used does nothing
  detection: {selection: {a: 1}, spare: {b: 1}}
  matches: [{a: 1}]
- name: the event's name by and, or, not
  detection:
    made: {eventName: [CreateUser, CreateRole]}
    other: {eventName|startswith: Delete}
    quiet: {eventName: DeleteTag}
    condition: made or other and not quiet
  matches: [{eventName: CreateUser}, {eventName: createrole}, {eventName: DeleteUser}]
  misses: [{eventName: DeleteTag}, {eventName: GetUser}, {}]
- name: a selection that is not there
  detection: {a: {a: 1}, condition: a and b}
  rejected: condition-malformed
- name: a pattern that fits nothing
  detection: {a: {a: 1}, condition: 1 of sel_*}
  rejected: condition-malformed
- name: an open parenthesis
  detection: {a: {a: 1}, condition: (a}
  rejected: condition-malformed
- name: two names in a row
  detection: {a: {a: 1}, b: {b: 1}, condition: a b}
  rejected: condition-malformed
- name: an operator at the end
  detection: {a: {a: 1}, condition: a and}
  rejected: condition-malformed
- name: an empty condition
  detection: {a: {a: 1}, condition: ''}
  rejected: condition-malformed
- name: the pipe of Sigma 1
  detection: {a: {a: 1}, condition: a | count() by b > 5}
  rejected: condition-unsupported
`,
);

runVectors(
  'filters',
  `
- name: a filter that names what stays
  detection: {selection: {a: 1}}
  filters: [{logsource: {product: test}, filter: {rules: [a rule], admins: {user|startswith: adm_}, condition: not admins}}]
  matches: [{a: 1, user: bob}, {a: 1}]
  misses: [{a: 1, user: adm_bob}, {user: bob}]
- name: a filter that names what goes, as in the specification's example
  detection: {selection: {a: 1}}
  filters: [{logsource: {product: test}, filter: {rules: [a rule], selection: {user|startswith: adm_}, condition: selection}}]
  matches: [{a: 1, user: bob}]
  misses: [{a: 1, user: adm_bob}]
- name: neither of two selections stays
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: any, x: {user: bob}, y: {user: eve}, condition: not 1 of them}}]
  matches: [{a: 1, user: amy}]
  misses: [{a: 1, user: bob}, {a: 1, user: eve}]
- name: what is in one selection and not in another goes
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: any, x: {user: bob}, y: {ip: 192.0.2.1}, condition: x and not y}}]
  matches: [{a: 1, user: bob, ip: 192.0.2.1}, {a: 1, user: eve}]
  misses: [{a: 1, user: bob, ip: 192.0.2.2}]
- name: a filter by the rule's id
  rule: {id: 929a690e-bef0-4204-a928-ef5e620d6fcc}
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: [929a690e-bef0-4204-a928-ef5e620d6fcc], x: {user: bob}, condition: not x}}]
  misses: [{a: 1, user: bob}]
- name: a filter by the rule's name
  rule: {name: some-rule}
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: some-rule, x: {user: bob}, condition: not x}}]
  misses: [{a: 1, user: bob}]
- name: a filter for another rule
  rule: {name: some-rule}
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: [other-rule], x: {user: bob}, condition: not x}}]
  matches: [{a: 1, user: bob}]
- name: a filter for any rule
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: any, x: {user: bob}, condition: not x}}]
  misses: [{a: 1, user: bob}]
- name: a filter for another logsource
  detection: {selection: {a: 1}}
  filters: [{logsource: {product: other}, filter: {rules: any, x: {user: bob}, condition: not x}}]
  matches: [{a: 1, user: bob}]
- name: a filter for a narrower logsource
  detection: {selection: {a: 1}}
  filters: [{logsource: {product: test, service: audit}, filter: {rules: any, x: {user: bob}, condition: not x}}]
  matches: [{a: 1, user: bob}]
- name: a filter for a wider logsource
  rule: {logsource: {product: test, service: audit}}
  detection: {selection: {a: 1}}
  filters: [{logsource: {product: test}, filter: {rules: any, x: {user: bob}, condition: not x}}]
  misses: [{a: 1, user: bob}]
- name: two filters take off each their own
  detection: {selection: {a: 1}}
  filters:
    - {filter: {rules: any, x: {user: bob}, condition: not x}}
    - {filter: {rules: any, x: {user: eve}, condition: x}}
  matches: [{a: 1, user: amy}]
  misses: [{a: 1, user: bob}, {a: 1, user: eve}]
- name: a filter without a condition
  detection: {selection: {a: 1}}
  filters: [{filter: {rules: any, x: {user: bob}}}]
  rejected: condition-malformed
- name: a filter without rules
  detection: {selection: {a: 1}}
  filters: [{filter: {x: {user: bob}, condition: not x}}]
  rejected: document-malformed
`,
);

runVectors(
  'documents',
  `
- name: a source of events that is not read here
  rule: {logsource: {product: windows, service: security}}
  detection: {selection: {a: 1}}
  rejected: logsource-unknown
- name: an empty logsource
  rule: {logsource: {definition: some words}}
  detection: {selection: {a: 1}}
  rejected: document-malformed
- name: no logsource
  rule: {logsource: null}
  detection: {selection: {a: 1}}
  rejected: document-malformed
- name: no detection
  rule: {detection: null}
  rejected: detection-malformed
- name: no selections
  rule: {detection: {condition: a}}
  rejected: detection-malformed
- name: the taxonomy by its name
  rule: {taxonomy: sigma}
  detection: {selection: {a: 1}}
  matches: [{a: 1}]
- name: another taxonomy
  rule: {taxonomy: ecs}
  detection: {selection: {a: 1}}
  rejected: taxonomy-unknown
- name: a rule that its author calls unsupported
  rule: {status: unsupported}
  detection: {selection: {a: 1}}
  rejected: unsupported
- name: a deprecated rule still works
  rule: {status: deprecated}
  detection: {selection: {a: 1}}
  matches: [{a: 1}]
- name: an unknown level
  rule: {level: urgent}
  detection: {selection: {a: 1}}
  rejected: document-malformed
- name: keys that Sigma does not know are left alone
  rule: {anything: {at: all}, fields: [a, b], falsepositives: none, scope: [server]}
  detection: {selection: {a: 1}}
  matches: [{a: 1}]
`,
);
