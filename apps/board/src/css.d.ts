/** Style sheets that a file brings along; Vite joins them to one. */
declare module '*.css';
