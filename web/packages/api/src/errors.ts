/** One field that the server did not accept, with the reason in words for people. */
export interface FieldError {
  field: string;
  message: string;
}

interface ErrorBody {
  message?: string;
  code?: string;
  fields?: FieldError[] | null;
}

/** What the server refused: `message` is a sentence for people ("" where the server sent none). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldError[];
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const parts = (body && typeof body === "object" ? body : {}) as ErrorBody;
    super(parts.message ?? "");
    this.status = status;
    this.code = parts.code ?? "";
    this.fields = parts.fields ?? [];
    this.body = body;
  }

  static from(status: number, body: unknown): ApiError {
    return new ApiError(status, body);
  }

  /** No answer at all: the network is down or the server is not running. */
  static unreachable(): ApiError {
    return new ApiError(0, { code: "unreachable" });
  }
}
