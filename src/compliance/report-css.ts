/** Look of the report: quiet on the screen, complete on paper. States differ by word, not by colour alone. */
export const css = `
:root { color-scheme: light; --line: #d5d9e0; --soft: #f5f6f8; --ink: #1a1f2b; --muted: #566074; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 15px/1.55 Inter, Pretendard, system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 1040px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 26px; line-height: 1.3; margin: 0 0 16px; }
h2 { font-size: 20px; margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 2px solid var(--ink); }
h3 { font-size: 17px; margin: 28px 0 8px; }
h4, h5, h6 { font-size: 15px; margin: 20px 0 6px; }
article { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 12px 0; break-inside: avoid-page; }
article h3, article h4, article h5, article h6 { margin: 0 0 6px; font-size: 15px; }
.depth-1 { margin-left: 16px; } .depth-2 { margin-left: 32px; } .depth-3 { margin-left: 48px; }
p { margin: 6px 0; }
.score { font-size: 17px; font-weight: 600; }
.note { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0; }
dt { color: var(--muted); }
dd { margin: 0; white-space: pre-line; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: 8px 0; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: 5px 8px; text-align: left; vertical-align: top; }
th { background: var(--soft); font-weight: 600; }
code { font-size: 12px; color: var(--muted); }
.badge { display: inline-block; padding: 0 8px; border: 1px solid currentcolor; border-radius: 10px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.failing { color: #a3161f; } .unknown { color: #7a4a00; } .manual { color: #5b3a9e; } .not-covered { color: #566074; }
.evidenced { color: #0b5a8a; } .passing { color: #14643a; } .not-applicable { color: #566074; }
.signatures { margin-top: 48px; break-inside: avoid; }
.signatures div { display: grid; grid-template-columns: 120px 1fr 60px 1fr; gap: 12px; align-items: end; margin: 20px 0; }
.signatures .line { border-bottom: 1px solid var(--ink); height: 24px; }
@media print { body { font-size: 11pt; } main { max-width: none; padding: 0; } a { color: inherit; } .table { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } }
`;
