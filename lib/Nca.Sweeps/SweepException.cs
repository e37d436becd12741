namespace Nca.Sweeps;

/// <summary>A sweep cannot be begun or read; the message says why and what to do, in one line.</summary>
/// <param name="message">The line.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class SweepException(string message, Exception? inner = null) : Exception(message, inner);
