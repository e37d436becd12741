using System.Text.Json.Serialization;

namespace Nca.Analysis.Attractors;

/// <summary>What a state has become, by the rules of <see cref="EndState"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndForm>))]
public enum EndForm
{
    /// <summary>Its picture, where it was planted.</summary>
    Itself,

    /// <summary>Its picture, once, in another place.</summary>
    [JsonStringEnumMemberName("Elsewhere")]
    Displaced,

    /// <summary>Its picture more than once.</summary>
    Several,

    /// <summary>Its picture, and something that is not.</summary>
    WithMore,

    /// <summary>No picture, and more than one and a half times as many living cells as the picture has.</summary>
    Overgrown,

    /// <summary>No picture, and no more living cells than that.</summary>
    Other,

    /// <summary>No living cell.</summary>
    Dead,

    /// <summary>Numbers that are not finite.</summary>
    NotFinite,
}
