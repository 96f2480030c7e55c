// Which cards a search means. Pure.

/** The cards whose name or number holds what is looked for; accents, case and a number's spaces don't matter. */
export function search(cards, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const digits = /^[+\d\s().\/-]+$/.test(text) ? text.replace(/\D/g, '') : '';
  return cards.filter((card) => {
    const names = plain(`${card.first_name} ${card.last_name ?? ''}`);
    return words.every((word) => names.includes(word)) || (digits !== '' && card.phone_number.includes(digits));
  });
}

const plain = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
