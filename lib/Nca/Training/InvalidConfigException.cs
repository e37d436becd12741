namespace Nca.Training;

/// <summary>A hyperparameter that cannot be: the message is one line with field, value and allowed range.</summary>
/// <param name="message">That line.</param>
public sealed class InvalidConfigException(string message) : ArgumentException(message);
