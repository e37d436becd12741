namespace Nca.Analysis.Attractors;

/// <summary>States that end as one picture.</summary>
/// <param name="Form">The form of the group's leader.</param>
/// <param name="Size">How many states.</param>
/// <param name="Start">What the leader began as, in words.</param>
/// <param name="Picture">The leader's picture, packed; null where it is not kept.</param>
public sealed record EndGroup(EndForm Form, int Size, string Start, string? Picture)
{
    /// <summary>The leader's picture over white, shape [canvas, canvas, 3]; null where it is not kept.</summary>
    /// <param name="canvas">Rows and columns.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public byte[]? Rgb(int canvas) => Picture is null ? null : PackedPicture.Unpack(Picture, canvas * canvas * 3);
}
