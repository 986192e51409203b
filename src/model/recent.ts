/** Characters at the end of a text that say where its answer is kept. */
const LOOKED_AT = 15;

/** Longest text whose answer is remembered. */
const LONGEST = 400;

/**
 * The same function, which remembers its answers for texts that came lately. Each text has two places by its length and some of its
 * characters, so that it need not be hashed whole: a text fresh from a parser has no hash yet. Texts that meet put each other out.
 *
 * @param places how many answers are remembered at most; a power of two
 */
export function recently<T>(work: (text: string) => T, places = 512): (text: string) => T {
  let texts: (string | undefined)[] | undefined;
  let answers: (T | undefined)[] = [];
  return (text) => {
    const { length } = text;
    if (length > LONGEST) return work(text);
    if (texts === undefined) {
      texts = new Array(places).fill(undefined);
      answers = new Array(places).fill(undefined);
    }
    const place = placeOf(text, length) & (places - 1);
    if (texts[place] === text) return answers[place] as T;
    const beside = place ^ 1;
    if (texts[beside] === text) return answers[beside] as T;
    const answer = work(text);
    if (texts[place] !== undefined) {
      texts[beside] = texts[place];
      answers[beside] = answers[place];
    }
    texts[place] = text;
    answers[place] = answer;
    return answer;
  };
}

// What is counted up or drawn at random stands at the end of most texts.
function placeOf(text: string, length: number): number {
  let mixed = length;
  const tail = Math.max(0, length - LOOKED_AT);
  for (let at = tail; at < length; at++) mixed = Math.imul(mixed, 31) + text.charCodeAt(at);
  if (tail > 0) mixed = Math.imul(mixed, 31) + text.charCodeAt(tail >> 1) * 7 + text.charCodeAt(tail >> 2);
  return mixed ^ (mixed >>> 9) ^ (mixed >>> 18);
}
