// The texts of the upload.

/** The texts in English. @type {import('../../types/element/upload.js').ContactCardUploadMessages} */
export const englishUpload = {
  choose: 'Choose a picture',
  hint: 'or drop or paste one here',
  cancel: 'Cancel the upload',
  uploading: (name, count) => `Uploading ${name}…${count > 1 ? ' Only one picture can be used.' : ''}`,
  uploaded: 'Picture uploaded. Save to use it.',
  cancelled: 'Upload cancelled.',
  edited: 'Upload cancelled, as the link was edited.',
  notAnImage: (name) => `${name || 'This'} isn't a picture. Choose an image file.`,
  notHttps: "The picture can't be used: the upload didn't return a public link that starts with https://.",
  failed: (reason) => `The picture wasn't uploaded${reason ? `: ${reason.replace(/\.$/, '')}` : ''}. Try again.`,
};
