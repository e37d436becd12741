namespace Nca.Targets;

/// <summary>How a picture's colour and alpha lie on the canvas.</summary>
public enum AlphaMode
{
    /// <summary>Colour multiplied by alpha, alpha as it is: ours, and the published recipe's.</summary>
    Premultiplied,

    /// <summary>The listing's: a paste with the picture as its own mask multiplies colour by alpha and squares alpha.</summary>
    Listing,

    /// <summary>Colour and alpha as they are in the picture.</summary>
    Straight,
}
