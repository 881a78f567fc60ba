export { TestsView, type TestsViewProps } from './tests-view.tsx';
