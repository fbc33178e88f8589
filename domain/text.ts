/** Words for people, complete in both languages. */
export type Text = { readonly en: string; readonly zh: string };
export type Language = keyof Text;
