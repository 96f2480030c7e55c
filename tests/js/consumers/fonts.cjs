// The fonts of Next's template, which a build would otherwise load from the network: NEXT_FONT_GOOGLE_MOCKED_RESPONSES.
const face = (family) => `@font-face { font-family: '${family}'; font-weight: 100 900; src: local('${family}'); }`;

module.exports = {
  'https://fonts.googleapis.com/css2?family=Geist:wght@100..900&display=swap': face('Geist'),
  'https://fonts.googleapis.com/css2?family=Geist+Mono:wght@100..900&display=swap': face('Geist Mono'),
};
