/** The subset: what a property of a form may say. Everything else the server refuses to describe. */
export interface FieldSchema {
  title: string;
  description?: string;
  type?: "string" | "integer" | "number" | "boolean" | "array" | (string | null)[];
  enum?: (string | null)[];
  items?: { enum?: string[]; type?: string };
  format?: "date" | "phone" | "id-number" | "text";
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  "x-labels"?: Record<string, string>;
  "x-group"?: string;
  "x-order"?: number;
  "x-show-if"?: { field: string; in: unknown[] };
  "x-masked"?: boolean;
}

export interface FormSchema {
  properties: Record<string, FieldSchema>;
  required?: string[];
}

export type Values = Record<string, unknown>;

export type Widget = "choice" | "choices" | "yesno" | "date" | "number" | "text" | "paragraph";

/** A property with its name, ready to be drawn. */
export interface Field extends FieldSchema {
  name: string;
  required: boolean;
  widget: Widget;
}
