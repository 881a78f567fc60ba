import type { StandaloneChart } from '../../report/index.ts';

/** Twice as many pixels as its size: sharp on slides and on screens of high density. */
const DENSITY = 2;

/** A drawing as a PNG, made here: nothing is sent anywhere. Throws where the browser cannot draw it. */
export async function pngOf({ svg, width, height }: StandaloneChart): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width * DENSITY, height * DENSITY);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * DENSITY;
    canvas.height = height * DENSITY;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
