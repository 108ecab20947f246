/** Text from outside may hold control characters that a terminal obeys; what is shown to people holds none. */
export function plainText(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}
