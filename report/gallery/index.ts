export { mechanismsOf } from './detect.ts';
export { type GalleryEntry, galleryEntry } from './entry.ts';
export { MECHANISMS, type Mechanism, type MechanismId } from './mechanisms.ts';
export { searchGallery } from './search.ts';
