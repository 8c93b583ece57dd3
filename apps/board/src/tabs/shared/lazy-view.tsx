import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A view whose code is fetched when it is first opened. */
export function lazyView(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  return function LazyView(): JSX.Element {
    const [View, setView] = useState<ComponentType | undefined>(() => loaded);
    const [failure, setFailure] = useState(false);
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (view) => {
          loaded = view;
          setView(() => view);
        },
        () => setFailure(true),
      );
    }, []);
    if (View !== undefined) return <View />;
    return (
      <p class="empty-note" role="status">
        {failure ? 'This view could not be fetched. Is `netwright board` still running? Reload the page.' : ''}
      </p>
    );
  };
}
