namespace Nca.Targets;

/// <summary>A target that cannot be had; the message is one line that names the picture and the mend.</summary>
/// <param name="message">That line.</param>
/// <param name="cause">What failed underneath, if anything.</param>
public sealed class TargetException(string message, Exception? cause = null) : Exception(message, cause);
