export type { LifeSide } from './life-timeline.tsx';
export { MemberPage, type MemberPageProps } from './member-page.tsx';
