// Which of several files is a picture.

/** File names of pictures, for systems that don't know the type. */
const pictureName = /\.(avif|gif|heic|heif|jpe?g|png|webp)$/i;

/**
 * Returns the first image.
 * @template {{ name: string, type: string }} T
 * @param {readonly T[]} files
 */
export const imageIn = (files) =>
  files.find(({ name, type }) => type.startsWith('image/') || (type === '' && pictureName.test(name)));
